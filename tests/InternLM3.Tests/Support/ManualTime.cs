using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace InternLM3.Tests.Support;

/// <summary>A clock that a test moves, once somebody waits for it.</summary>
public sealed class ManualTime : FakeTimeProvider
{
    private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Waits until one more timer runs.</summary>
    public Task TimerAsync() => _timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
}
