namespace InternLM3.Storage;

/// <summary>The rate of a transfer and its remaining time, from the time passed and the bytes moved since the start.</summary>
/// <param name="time">The clock.</param>
internal sealed class RateMeter(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Bytes a second so far; 0 until the clock has moved.</summary>
    /// <param name="moved">Bytes moved since the start.</param>
    public double Rate(long moved) => time.GetElapsedTime(_start).TotalSeconds is var seconds && seconds > 0 ? moved / seconds : 0;

    /// <summary>
    /// The time the rest takes at the rate so far, or null while that says nothing: nothing has moved, or the first second is not over and
    /// something is left.
    /// </summary>
    public TimeSpan? Remaining(long moved, long left) =>
        (left <= 0 || time.GetElapsedTime(_start) >= TimeSpan.FromSeconds(1))
        && Rate(moved) is var rate && rate > 0 && left / rate < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(Math.Max(0, left) / rate)
            : null;
}
