namespace InternLM3.Generation;

/// <summary>Where the time of a request went, and what speculation did to it.</summary>
/// <param name="Queued">From submission to the start of the prefill.</param>
/// <param name="Prefill">From the start of the prefill to the first token.</param>
/// <param name="Decode">From the first token to the end.</param>
public readonly record struct GenerationTimings(TimeSpan Queued, TimeSpan Prefill, TimeSpan Decode)
{
    /// <summary>Tokens that speculation proposed (<see cref="EngineOptions.MaxDraftTokens"/>).</summary>
    public int DraftTokens { get; init; }

    /// <summary>Proposed tokens that were chosen; each saved a step.</summary>
    public int AcceptedDraftTokens { get; init; }
}
