namespace InternLM3.Generation;

/// <summary>The kinds of <see cref="GenerationEvent"/>.</summary>
public enum GenerationEventKind
{
    /// <summary>Once, first: the prefill has begun. Carries <see cref="GenerationEvent.CachedPromptTokens"/>.</summary>
    Started,

    /// <summary>Once, after the prefill, when asked for. Carries <see cref="GenerationEvent.PromptLogprobs"/>.</summary>
    Prompt,

    /// <summary>Once for each output token. Carries <see cref="GenerationEvent.TokenId"/>, and log-probabilities when asked for.</summary>
    Token,

    /// <summary>
    /// Once, last. Carries <see cref="GenerationEvent.FinishReason"/>, <see cref="GenerationEvent.Timings"/> and, after a stop, the stop
    /// token.
    /// </summary>
    Finished,
}
