namespace InternLM3.Generation;

/// <summary>Where the time of a request went.</summary>
/// <param name="Queued">From submission to the start of the prefill.</param>
/// <param name="Prefill">From the start of the prefill to the first token.</param>
/// <param name="Decode">From the first token to the end.</param>
public readonly record struct GenerationTimings(TimeSpan Queued, TimeSpan Prefill, TimeSpan Decode);
