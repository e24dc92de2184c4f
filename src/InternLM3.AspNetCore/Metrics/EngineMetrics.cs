using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using InternLM3.Generation;

namespace InternLM3.AspNetCore.Metrics;

/// <summary>
/// Listens to the engine's meter and renders it as Prometheus text, under LMDeploy's names with our own prefix where it has such a
/// metric. A meter belongs to the process: with several engines in it, these are their sums. Thread-safe.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["internlm3.requests.waiting"] = "num_requests_waiting",
        ["internlm3.requests.running"] = "num_requests_running",
        ["internlm3.tokens.prompt"] = "prompt_tokens_total",
        ["internlm3.tokens.cached"] = "cached_prompt_tokens_total",
        ["internlm3.tokens.generated"] = "generation_tokens_total",
        ["internlm3.request.queue.duration"] = "request_queue_time_seconds",
        ["internlm3.request.prefill.duration"] = "request_prefill_time_seconds",
        ["internlm3.request.decode.duration"] = "request_decode_time_seconds",
        ["internlm3.request.first_token.duration"] = "time_to_first_token_seconds",
        ["internlm3.token.interval"] = "time_per_output_token_seconds",
        ["internlm3.kv.tokens.used"] = "kv_cache_tokens_used",
        ["internlm3.kv.tokens.capacity"] = "kv_cache_tokens_capacity",
    };

    private readonly ConcurrentDictionary<Instrument, Series> _series = new();
    private readonly MeterListener _listener = new();
    private readonly RequestCounter _requests;
    private readonly Lock _observing = new();

    /// <summary>Begins to listen.</summary>
    public EngineMetrics(RequestCounter requests)
    {
        _requests = requests;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineDiagnostics.Name)
            {
                _series.TryAdd(instrument, new Series(Prometheus.KindOf(instrument) == Prometheus.Histogram));
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Take(instrument, value));
        _listener.Start();
    }

    /// <summary>Everything measured so far.</summary>
    public string Render()
    {
        Observe();
        var text = new Prometheus();
        foreach (var (instrument, series) in _series.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            text.Add(NameOf(instrument), instrument, series);
        }

        var reused = Ratio("internlm3.tokens.cached", "internlm3.tokens.prompt");
        text.Add("prefix_cache_hit_rate", "Of the prompt tokens, the part that was reused.", reused);
        var used = Ratio("internlm3.kv.tokens.used", "internlm3.kv.tokens.capacity");
        text.Add("kv_cache_usage_perc", "Of the key/value memory's tokens, the part in use.", used);
        text.Add("http_requests_total", "Requests answered, by endpoint and status.", _requests.Counts);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string NameOf(Instrument instrument) =>
        s_names.GetValueOrDefault(instrument.Name) ?? instrument.Name["internlm3.".Length..].Replace('.', '_');

    private void Take(Instrument instrument, double value)
    {
        if (_series.TryGetValue(instrument, out var series))
        {
            series.Add(value);
        }
    }

    /// <summary>Reads the gauges anew; each engine reports a value, and they are added.</summary>
    private void Observe()
    {
        lock (_observing)
        {
            foreach (var (instrument, series) in _series)
            {
                if (instrument.IsObservable)
                {
                    series.Clear();
                }
            }

            _listener.RecordObservableInstruments();
        }
    }

    private double Ratio(string part, string whole) => Sum(whole) is > 0 and var all ? Sum(part) / all : 0;

    private double Sum(string name) => _series.Where(pair => pair.Key.Name == name).Sum(pair => pair.Value.Read().Sum);
}
