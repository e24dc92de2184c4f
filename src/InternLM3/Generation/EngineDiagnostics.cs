using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace InternLM3.Generation;

/// <summary>
/// The engine's metrics and spans, under the name <see cref="Name"/>: requests waiting and running, tokens, and the time of each
/// phase. Chat-level spans and metrics are the middleware's (UseOpenTelemetry).
/// </summary>
public static class EngineDiagnostics
{
    /// <summary>The name of the meter and of the activity source, for OpenTelemetry's <c>AddMeter</c> and <c>AddSource</c>.</summary>
    public const string Name = "InternLM3.Engine";

    private static readonly ActivitySource s_activities = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly UpDownCounter<int> s_waiting =
        s_meter.CreateUpDownCounter<int>("internlm3.requests.waiting", "{request}", "Requests in the queue.");
    private static readonly UpDownCounter<int> s_running =
        s_meter.CreateUpDownCounter<int>("internlm3.requests.running", "{request}", "Requests being computed.");
    private static readonly Counter<long> s_promptTokens =
        s_meter.CreateCounter<long>("internlm3.tokens.prompt", "{token}", "Prompt tokens of started requests.");
    private static readonly Counter<long> s_cachedTokens =
        s_meter.CreateCounter<long>("internlm3.tokens.cached", "{token}", "Prompt tokens that were reused.");
    private static readonly Counter<long> s_newTokens =
        s_meter.CreateCounter<long>("internlm3.tokens.generated", "{token}", "Tokens generated.");
    private static readonly Counter<long> s_draftTokens =
        s_meter.CreateCounter<long>("internlm3.tokens.drafted", "{token}", "Tokens proposed by speculation.");
    private static readonly Counter<long> s_acceptedTokens =
        s_meter.CreateCounter<long>("internlm3.tokens.accepted", "{token}", "Proposed tokens that were chosen.");
    private static readonly Histogram<double> s_queued =
        s_meter.CreateHistogram<double>("internlm3.request.queue.duration", "s", "From submission to prefill.");
    private static readonly Histogram<double> s_prefill =
        s_meter.CreateHistogram<double>("internlm3.request.prefill.duration", "s", "From prefill to the first token.");
    private static readonly Histogram<double> s_decode =
        s_meter.CreateHistogram<double>("internlm3.request.decode.duration", "s", "From the first token to the end.");
    private static readonly Histogram<double> s_firstToken =
        s_meter.CreateHistogram<double>("internlm3.request.first_token.duration", "s", "From submission to the first token.");
    private static readonly Histogram<double> s_interval =
        s_meter.CreateHistogram<double>("internlm3.token.interval", "s", "Between two tokens of a request.");
    private static readonly Counter<int> s_unloads =
        s_meter.CreateCounter<int>("internlm3.model.unloads", "{unload}", "Times an idle model was unloaded.");
    private static readonly Histogram<double> s_reload =
        s_meter.CreateHistogram<double>("internlm3.model.reload.duration", "s", "Loads of an unloaded model.");
    private static readonly ConcurrentDictionary<GenerationEngine, int> s_engines = new();
    private static int s_lastEngine;

    static EngineDiagnostics()
    {
        s_meter.CreateObservableGauge(
            "internlm3.kv.tokens.used",
            () => Measure(status => status.TokensUsed), "{token}", "Tokens whose keys and values are held, an engine.");
        s_meter.CreateObservableGauge(
            "internlm3.kv.tokens.capacity",
            () => Measure(status => status.TokensCapacity), "{token}", "Tokens whose keys and values can be held, an engine.");
        s_meter.CreateObservableGauge(
            "internlm3.model.loaded",
            () => Measure(status => status.IsLoaded ? 1 : 0), "{model}", "1 while the model is in memory, an engine.");
    }

    /// <summary>Measures an engine's status until <see cref="Unwatch"/>.</summary>
    internal static void Watch(GenerationEngine engine) => s_engines[engine] = Interlocked.Increment(ref s_lastEngine);

    /// <summary>Ends <see cref="Watch"/>.</summary>
    internal static void Unwatch(GenerationEngine engine) => s_engines.TryRemove(engine, out _);

    /// <summary>Begins the span of a request, a child of the caller's; it does not become the caller's current one.</summary>
    internal static Activity? StartRequest(int promptTokens)
    {
        var caller = Activity.Current;
        var activity = s_activities.StartActivity("internlm3.generate");
        activity?.SetTag("internlm3.tokens.prompt", promptTokens);
        Activity.Current = caller;
        return activity;
    }

    /// <summary>Counts a request that entered (1) or left (-1) the queue.</summary>
    internal static void Waiting(int change) => s_waiting.Add(change);

    /// <summary>Counts a request that began (1) or ended (-1) to run.</summary>
    internal static void Running(int change) => s_running.Add(change);

    /// <summary>Records when a request's first token came.</summary>
    internal static void FirstToken(TimeSpan afterSubmission) => s_firstToken.Record(afterSubmission.TotalSeconds);

    /// <summary>Records how long a later token took.</summary>
    internal static void NextToken(TimeSpan interval) => s_interval.Record(interval.TotalSeconds);

    /// <summary>Counts an idle model that was unloaded.</summary>
    internal static void Unloaded() => s_unloads.Add(1);

    /// <summary>Records how long it took to load an unloaded model.</summary>
    internal static void Reloaded(TimeSpan duration) => s_reload.Record(duration.TotalSeconds);

    /// <summary>Records an event of a request.</summary>
    internal static void Record(Activity? activity, in GenerationEvent e, int promptTokens)
    {
        switch (e.Kind)
        {
            case GenerationEventKind.Started:
                s_promptTokens.Add(promptTokens);
                s_cachedTokens.Add(e.CachedPromptTokens);
                activity?.SetTag("internlm3.tokens.cached", e.CachedPromptTokens);
                break;
            case GenerationEventKind.Token:
                s_newTokens.Add(1);
                break;
            case GenerationEventKind.Finished:
                s_draftTokens.Add(e.Timings.DraftTokens);
                s_acceptedTokens.Add(e.Timings.AcceptedDraftTokens);
                s_queued.Record(e.Timings.Queued.TotalSeconds);
                s_prefill.Record(e.Timings.Prefill.TotalSeconds);
                s_decode.Record(e.Timings.Decode.TotalSeconds);
                activity?.SetTag("internlm3.finish_reason", e.FinishReason.ToString());
                break;
        }
    }

    // The tag tells the engines of a process apart, in the order they were made.
    private static IEnumerable<Measurement<long>> Measure(Func<EngineStatus, long> value) =>
        s_engines.Select(entry =>
            new Measurement<long>(value(entry.Key.Status), new KeyValuePair<string, object?>("internlm3.engine", entry.Value)));
}
