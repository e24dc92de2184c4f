using InternLM3.Sampling;

namespace InternLM3.Generation;

/// <summary>What the engine reports of a running sequence: one start, the tokens, one finish.</summary>
public readonly record struct GenerationEvent
{
    /// <summary>What is reported.</summary>
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
        new() { Kind = GenerationEventKind.Started, TokenId = -1, Alternatives = [], PromptLogprobs = [], CachedPromptTokens = cachedPromptTokens };

    /// <summary>The prompt's log-probabilities.</summary>
    internal static GenerationEvent Prompt(IReadOnlyList<float> logprobs) =>
        new() { Kind = GenerationEventKind.Prompt, TokenId = -1, Alternatives = [], PromptLogprobs = logprobs };

    /// <summary>An output token.</summary>
    internal static GenerationEvent Token(int tokenId, float? logprob, IReadOnlyList<TokenLogprob> alternatives) =>
        new() { Kind = GenerationEventKind.Token, TokenId = tokenId, Logprob = logprob, Alternatives = alternatives, PromptLogprobs = [] };

    /// <summary>The last event of a sequence.</summary>
    internal static GenerationEvent Finished(FinishReason reason, int stopToken, GenerationTimings timings) =>
        new() { Kind = GenerationEventKind.Finished, TokenId = stopToken, Alternatives = [], PromptLogprobs = [], FinishReason = reason, Timings = timings };
}
