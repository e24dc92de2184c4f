namespace InternLM3.Generation;

/// <summary>How a <see cref="GenerationEngine"/> runs its backend.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// Prompt tokens computed in one step. Cancellation is noticed between chunks at the latest, and memory for activations grows
    /// with it. At least 1. Default 256: 342 tokens/s against 337 at 512 and 296 in one piece, measured on a 1B model and 2 cores.
    /// </summary>
    public int PrefillChunkSize { get; init; } = 256;

    /// <summary>Tokens the tokenizer knows; later rows of the logits are padding and never chosen. Null when there are none.</summary>
    public int? TokenCount { get; init; }

    /// <summary>
    /// Requests that may wait beside those that run; one more is refused with <see cref="EngineBusyException"/>. At least 1. Default 512,
    /// the limit Ollama has: a waiting request costs its prompt and no keys or values.
    /// </summary>
    public int MaxQueueLength { get; init; } = 512;

    /// <summary>
    /// Speculation by prompt lookup, for a sequence that decodes alone: the most tokens proposed beside the next one and verified in the same
    /// step. The tokens generated are the same with and without it. At least 0, which turns it off, and at most
    /// <see cref="DraftTokensLimit"/>. Default 8.
    /// </summary>
    public int MaxDraftTokens { get; init; } = 8;

    /// <summary>The most <see cref="MaxDraftTokens"/>: more rows than this cost more than they save.</summary>
    public const int DraftTokensLimit = 32;

    /// <summary>The clock of the timings.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
