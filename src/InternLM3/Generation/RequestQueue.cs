using System.Diagnostics.CodeAnalysis;

namespace InternLM3.Generation;

/// <summary>The bounded queue of requests that wait for the worker, first come first served. Thread-safe; one thread takes.</summary>
/// <param name="slots">Requests that can run at once.</param>
/// <param name="maxWaiting">Requests that may wait beside those.</param>
internal sealed class RequestQueue(int slots, int maxWaiting)
{
    // The share of a request in the mean duration: about the last ten count.
    private const double Recent = 0.2;

    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly LinkedList<Sequence> _waiting = new();
    private int _running;
    private bool _closed;
    private bool _interrupted;
    private TimeSpan? _meanDuration;

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Requests that were taken and have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Adds a request at the end.</summary>
    /// <exception cref="EngineBusyException">The queue is full. A request that will find a free slot does not count as waiting.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Add(Sequence sequence)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(GenerationEngine));
            if (_waiting.Count + _running >= slots + maxWaiting)
            {
                throw new EngineBusyException(maxWaiting, RetryAfter());
            }

            _waiting.AddLast(sequence);
            EngineDiagnostics.Waiting(1);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Removes a request whose caller gave up, if it is still there.</summary>
    public void Remove(Sequence sequence)
    {
        lock (_lock)
        {
            if (_waiting.Remove(sequence))
            {
                EngineDiagnostics.Waiting(-1);
            }
        }
    }

    /// <summary>Takes the request that waits longest; it runs until <see cref="End"/>.</summary>
    public bool TryTake([MaybeNullWhen(false)] out Sequence sequence)
    {
        lock (_lock)
        {
            sequence = _waiting.First?.Value;
            if (sequence is null)
            {
                return false;
            }

            _waiting.RemoveFirst();
            _running++;
        }

        EngineDiagnostics.Waiting(-1);
        EngineDiagnostics.Running(1);
        return true;
    }

    /// <summary>Counts a request that ended, after it ran for some time.</summary>
    public void End(TimeSpan duration)
    {
        lock (_lock)
        {
            _running--;
            _meanDuration = _meanDuration is { } mean ? mean + ((duration - mean) * Recent) : duration;
        }

        EngineDiagnostics.Running(-1);
    }

    /// <summary>Waits until there is a request to take, or <see cref="Interrupt"/>.</summary>
    /// <returns>False when the queue is closed.</returns>
    public bool Wait()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed && !_interrupted)
            {
                Monitor.Wait(_lock);
            }

            _interrupted = false;
            return !_closed;
        }
    }

    /// <summary>Ends the current wait, or else the next one.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _interrupted = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Refuses further requests and ends the wait.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    private TimeSpan RetryAfter()
    {
        var estimate = _meanDuration is { } mean ? mean * _waiting.Count / (2 * slots) : s_unknown;
        return estimate < s_least ? s_least : estimate > s_most ? s_most : estimate;
    }
}
