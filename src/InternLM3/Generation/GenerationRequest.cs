using InternLM3.Constraints;
using InternLM3.Sampling;

namespace InternLM3.Generation;

/// <summary>One sequence to generate: the prompt as token ids and everything that decides what follows it.</summary>
public sealed record GenerationRequest
{
    /// <summary>The prompt, special tokens included. At least one token.</summary>
    public required ReadOnlyMemory<int> Prompt { get; init; }

    /// <summary>How a token is chosen from the logits.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>Tokens that end the sequence. They are not part of the output.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Stop tokens are not chosen before this many new tokens. Default 0.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>When true, <see cref="StopTokens"/> are ordinary tokens and only the length ends the sequence. Default false.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>The most new tokens, or null for what is left of the context. 0 is allowed with <see cref="PromptLogprobs"/>.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>How many alternatives to report beside each token's log-probability, 0 for none; null reports no log-probability.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Whether to report the log-probability of every prompt token but the first. Default false.</summary>
    public bool PromptLogprobs { get; init; }

    /// <summary>What the output must obey, or null. The request owns it: it must not be shared with another request.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>The seed of the sampler. The same request with the same seed gives the same tokens; null takes a random seed.</summary>
    public long? Seed { get; init; }
}
