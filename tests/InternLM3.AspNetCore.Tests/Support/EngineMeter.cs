using System.Diagnostics.Metrics;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>Listens to the engine's meter: how many requests run, how many tokens came.</summary>
public sealed class EngineMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<(Func<EngineMeter, bool> Holds, TaskCompletionSource Source)> _waits = [];

    public EngineMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "internlm3.requests.running" or "internlm3.requests.waiting" or "internlm3.tokens.generated")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Take(instrument.Name, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument.Name, value));
        _listener.Start();
    }

    public long Running { get; private set; }

    public long Waiting { get; private set; }

    public long Tokens { get; private set; }

    /// <summary>Waits until something holds, for a minute at most.</summary>
    public Task UntilAsync(Func<EngineMeter, bool> holds)
    {
        lock (_lock)
        {
            if (holds(this))
            {
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((holds, source));
            return source.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(string name, long value)
    {
        lock (_lock)
        {
            switch (name)
            {
                case "internlm3.requests.running":
                    Running += value;
                    break;
                case "internlm3.requests.waiting":
                    Waiting += value;
                    break;
                default:
                    Tokens += value;
                    break;
            }

            foreach (var wait in _waits.Where(wait => wait.Holds(this)).ToArray())
            {
                _waits.Remove(wait);
                wait.Source.SetResult();
            }
        }
    }
}
