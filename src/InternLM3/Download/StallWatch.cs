namespace InternLM3.Download;

/// <summary>Cancels one attempt when next to nothing arrives: a connection that trickles is worth less than a new one.</summary>
internal sealed class StallWatch : IDisposable
{
    private const int EnoughBytes = 4096;

    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private long _window;

    /// <summary>Starts to watch.</summary>
    /// <param name="timeout">The time in which enough has to arrive.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancelled by the caller.</param>
    public StallWatch(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(static watch => ((StallWatch)watch!).Check(), this, timeout, timeout);
    }

    /// <summary>Cancelled by a stall or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Bytes that arrived in this attempt, without those that were skipped.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts bytes that arrived.</summary>
    public void Add(int bytes)
    {
        Bytes += bytes;
        Passed(bytes);
    }

    /// <summary>Counts bytes that arrived and are skipped.</summary>
    public void Passed(int bytes) => Interlocked.Add(ref _window, bytes);

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Check()
    {
        if (Interlocked.Exchange(ref _window, 0) >= EnoughBytes)
        {
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended as the timer fired.
        }
    }
}
