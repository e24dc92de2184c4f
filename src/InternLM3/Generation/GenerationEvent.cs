using InternLM3.Sampling;

namespace InternLM3.Generation;

/// <summary>An event of a running sequence: one start, the prompt's log-probabilities if asked for, the tokens, one finish.</summary>
public readonly record struct GenerationEvent
{
    /// <summary>Which event it is; it decides which of the other members have a value.</summary>
    public GenerationEventKind Kind { get; private init; }

    /// <summary>The token, or in the last event the stop token that ended the sequence; -1 when there is none.</summary>
    public int TokenId { get; private init; }

    /// <summary>The token's log-probability under the model, or null when not asked for.</summary>
    public float? Logprob { get; private init; }

    /// <summary>The most likely tokens of the step, best first; empty when not asked for.</summary>
    public IReadOnlyList<TokenLogprob> Alternatives { get; private init; }

    /// <summary>Prompt tokens whose keys and values were reused instead of computed.</summary>
    public int CachedPromptTokens { get; private init; }

    /// <summary>The log-probability of every prompt token but the first, given those before it.</summary>
    public IReadOnlyList<float> PromptLogprobs { get; private init; }

    /// <summary>Why the sequence ended.</summary>
    public FinishReason FinishReason { get; private init; }

    /// <summary>Where the time went.</summary>
    public GenerationTimings Timings { get; private init; }

    /// <summary>The first event of a sequence.</summary>
    internal static GenerationEvent Started(int cachedPromptTokens) =>
        Of(GenerationEventKind.Started) with { CachedPromptTokens = cachedPromptTokens };

    /// <summary>The prompt's log-probabilities.</summary>
    internal static GenerationEvent Prompt(IReadOnlyList<float> logprobs) =>
        Of(GenerationEventKind.Prompt) with { PromptLogprobs = logprobs };

    /// <summary>An output token.</summary>
    internal static GenerationEvent Token(int tokenId, float? logprob, IReadOnlyList<TokenLogprob> alternatives) =>
        Of(GenerationEventKind.Token) with { TokenId = tokenId, Logprob = logprob, Alternatives = alternatives };

    /// <summary>The last event of a sequence.</summary>
    internal static GenerationEvent Finished(FinishReason reason, int stopToken, GenerationTimings timings) =>
        Of(GenerationEventKind.Finished) with { TokenId = stopToken, FinishReason = reason, Timings = timings };

    private static GenerationEvent Of(GenerationEventKind kind) =>
        new() { Kind = kind, TokenId = -1, Alternatives = [], PromptLogprobs = [] };
}
