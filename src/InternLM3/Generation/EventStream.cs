using System.Threading.Tasks.Sources;

namespace InternLM3.Generation;

/// <summary>
/// The events of one sequence on their way to its caller. Unbounded, so a caller that reads slowly, or not at all, holds nobody up; a
/// request's limit on tokens bounds it. Any thread may write and complete; one reads. A wait allocates nothing.
/// </summary>
/// <param name="courier">Wakes the reader.</param>
internal sealed class EventStream(Courier courier) : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<GenerationEvent> _events = new();

    // Continuations run where the result is set: on the courier's thread.
    private ManualResetValueTaskSourceCore<bool> _wait;
    private bool _isWaiting;
    private bool _isComplete;
    private Exception? _error;

    /// <summary>Adds an event; after <see cref="Complete"/> it is dropped.</summary>
    public void Write(in GenerationEvent e)
    {
        lock (_lock)
        {
            if (_isComplete)
            {
                return;
            }

            _events.Enqueue(e);
        }

        Wake();
    }

    /// <summary>Ends the stream; what was written can still be read. Only the first call counts.</summary>
    /// <param name="error">What the reader gets after the last event, or null for an orderly end.</param>
    public void Complete(Exception? error)
    {
        lock (_lock)
        {
            if (_isComplete)
            {
                return;
            }

            (_isComplete, _error) = (true, error);
        }

        Wake();
    }

    /// <summary>Takes the next event, if it is there.</summary>
    public bool TryRead(out GenerationEvent e)
    {
        lock (_lock)
        {
            return _events.TryDequeue(out e);
        }
    }

    /// <summary>Waits for the next event.</summary>
    /// <returns>False at the end.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_events.Count > 0 || _isComplete)
            {
                return _events.Count > 0 ? new(true) : _error is null ? new(false) : ValueTask.FromException<bool>(_error);
            }

            _wait.Reset();
            _isWaiting = true;
            return new(this, _wait.Version);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        bool any;
        lock (_lock)
        {
            any = _events.Count > 0;
        }

        if (any || _error is null)
        {
            _wait.SetResult(any);
        }
        else
        {
            _wait.SetException(_error);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void Wake()
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        courier.Run(this);
    }
}
