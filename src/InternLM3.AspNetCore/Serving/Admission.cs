namespace InternLM3.AspNetCore.Serving;

/// <summary>Counts the requests being answered and refuses those over the limit. Thread-safe.</summary>
internal sealed class Admission(int? limit)
{
    private int _count;

    /// <summary>Takes a place; disposing it frees the place.</summary>
    /// <exception cref="RequestException">All places are taken.</exception>
    public Place Enter()
    {
        if (Interlocked.Increment(ref _count) <= (limit ?? int.MaxValue))
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _count);
        throw new RequestException(
            $"The server answers {limit} requests at the same time and all places are taken; try again.",
            code: "rate_limit_exceeded", status: 429, type: "rate_limit_error");
    }

    /// <summary>A place taken. Dispose it once.</summary>
    public readonly struct Place(Admission admission) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Interlocked.Decrement(ref admission._count);
    }
}
