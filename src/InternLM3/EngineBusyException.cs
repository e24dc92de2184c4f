using System.Globalization;

namespace InternLM3;

/// <summary>The queue is full: the request was refused before anything was computed and can be sent again.</summary>
public sealed class EngineBusyException : InternLM3Exception
{
    /// <summary>Creates an exception with the limit that was met and a hint when to try again.</summary>
    /// <param name="maxQueueLength">The requests that may wait.</param>
    /// <param name="retryAfter">When a place is likely.</param>
    public EngineBusyException(int maxQueueLength, TimeSpan retryAfter)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The engine is busy, {maxQueueLength} requests are waiting: "
            + $"try again in about {Math.Ceiling(retryAfter.TotalSeconds)} s, or raise MaxQueueLength."))
    {
        MaxQueueLength = maxQueueLength;
        RetryAfter = retryAfter;
    }

    /// <summary>The requests that may wait.</summary>
    public int MaxQueueLength { get; }

    /// <summary>
    /// When to try again: the time in which half of the waiting requests should have begun, by the mean duration of recent requests and
    /// how many run at once. Between 1 second and 5 minutes; 5 seconds while no request has ended yet.
    /// </summary>
    public TimeSpan RetryAfter { get; }
}
