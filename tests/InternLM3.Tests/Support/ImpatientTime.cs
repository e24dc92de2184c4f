using System.Collections.Concurrent;

namespace InternLM3.Tests.Support;

/// <summary>A clock on which waits between retries pass at once and are remembered, and stalls are noticed when the test says so.</summary>
/// <param name="stall">The stall timeout of the options, which tells its timers from waits.</param>
public sealed class ImpatientTime(TimeSpan stall) : TimeProvider
{
    private readonly ConcurrentDictionary<StallTimer, bool> _stalls = new();

    /// <summary>The waits, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>Lets the stall timeout pass once for every connection that is open.</summary>
    public void PassStallTimeout()
    {
        foreach (var timer in _stalls.Keys)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == stall)
        {
            var timer = new StallTimer(callback, state, gone => _stalls.TryRemove(gone, out _));
            _stalls[timer] = true;
            return timer;
        }

        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class StallTimer(TimerCallback callback, object? state, Action<StallTimer> gone) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => gone(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
