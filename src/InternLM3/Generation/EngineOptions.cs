namespace InternLM3.Generation;

/// <summary>How a <see cref="GenerationEngine"/> runs its backend.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// Prompt tokens computed in one step. Cancellation is noticed between chunks at the latest, and memory for activations grows
    /// with it. At least 1. Default 256: 342 tokens/s against 337 at 512 and 296 in one piece, measured on a 1B model and 2 cores.
    /// </summary>
    public int PrefillChunkSize { get; init; } = 256;

    /// <summary>Tokens the tokenizer knows; later rows of the logits are padding and never chosen. Null when no row is padding.</summary>
    public int? TokenCount { get; init; }

    /// <summary>
    /// Requests that may wait beside those that run; one more is refused with <see cref="EngineBusyException"/>. At least 1. Default 512,
    /// the limit Ollama has: a waiting request costs its prompt and no keys or values.
    /// </summary>
    public int MaxQueueLength { get; init; } = 512;

    /// <summary>
    /// Speculation by prompt lookup, for a sequence that decodes alone: the most tokens proposed beside the next one and verified in the
    /// same step. The tokens generated are the same with and without it. At least 0, which turns it off, and at most
    /// <see cref="DraftTokensLimit"/>. Default 8.
    /// </summary>
    public int MaxDraftTokens { get; init; } = 8;

    /// <summary>The most <see cref="MaxDraftTokens"/>: more rows than this cost more than they save.</summary>
    public const int DraftTokensLimit = 32;

    /// <summary>
    /// How long the engine waits without a request until it closes its backend and frees its memory; the next request opens it again,
    /// and waits for that. What slots held is forgotten. Above zero, at most 49 days. Null, the default, never closes it. An engine
    /// needs a way to open its backend for this (see its constructor).
    /// </summary>
    public TimeSpan? IdleUnload { get; init; }

    /// <summary>The clock of the timings and of <see cref="IdleUnload"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses times that no timer can wait for.</summary>
    internal static void RequireIdleUnload(TimeSpan? idle)
    {
        if (idle is { } wait && (wait <= TimeSpan.Zero || wait > TimeSpan.FromDays(49)))
        {
            throw new UnsupportedOptionException(nameof(IdleUnload), $"must be above zero and at most 49 days and is {wait}.");
        }
    }
}
