using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace InternLM3.Conformance.Support;

/// <summary>Listens to the spans and the metrics of one source.</summary>
public sealed class Telemetry : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<Measured> _measurements = new();
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="source">The name of the activity source and of the meter.</param>
    public Telemetry(string source)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == source)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _measurements.Enqueue(new Measured(instrument.Name, value, Copy(tags))));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measurements.Enqueue(new Measured(instrument.Name, value, Copy(tags))));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measurements.Enqueue(new Measured(instrument.Name, value, Copy(tags))));
        _meters.Start();
    }

    /// <summary>The spans that have ended.</summary>
    public IReadOnlyCollection<Activity> Spans => _activities;

    /// <summary>Every measurement of an instrument.</summary>
    public List<Measured> Of(string instrument) => [.. _measurements.Where(measured => measured.Instrument == instrument)];

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private static Dictionary<string, object?> Copy(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());

    /// <summary>One measurement.</summary>
    public sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
