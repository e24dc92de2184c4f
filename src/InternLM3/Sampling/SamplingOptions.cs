using System.Collections.Frozen;

namespace InternLM3.Sampling;

/// <summary>
/// How a token is chosen from logits. Applied in the order of LMDeploy's TurboMind: penalties and bias, temperature, top-k,
/// softmax, top-p, min-p, draw.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Always the most likely token.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>The model card's sampling: temperature 1, top-p 0.8, top-k 40, repetition penalty 1.005.</summary>
    public static SamplingOptions ModelCard { get; } = new() { Temperature = 1, TopP = 0.8f, TopK = 40, RepetitionPenalty = 1.005f };

    /// <summary>Divides the logits; 0 is greedy. At least 0. Default 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Keeps the most likely so many tokens; 0 keeps all. Default 0.</summary>
    public int TopK { get; init; }

    /// <summary>Keeps the smallest set of most likely tokens whose probability reaches this. In (0, 1]. Default 1.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Drops tokens less likely than this fraction of the most likely one. In [0, 1]. Default 0.</summary>
    public float MinP { get; init; }

    /// <summary>
    /// Divides positive and multiplies negative logits of tokens already in the prompt or the output (CTRL, arXiv:1909.05858).
    /// Above 0. Default 1, which changes nothing.
    /// </summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Subtracted from a token's logit for each time the output holds it (OpenAI's definition). In [-2, 2]. Default 0.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once from the logit of each token the output holds (OpenAI's definition). In [-2, 2]. Default 0.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Added to the logits of single tokens; each in [-100, 100].</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = FrozenDictionary<int, float>.Empty;

    /// <summary>Refuses values outside their range; the exception names the option.</summary>
    internal void Validate(int vocabularySize)
    {
        Require(Temperature >= 0 && float.IsFinite(Temperature), nameof(Temperature), "must be at least 0", Temperature);
        Require(TopK >= 0, nameof(TopK), "must be at least 0", TopK);
        Require(TopP is > 0 and <= 1, nameof(TopP), "must be above 0 and at most 1", TopP);
        Require(MinP is >= 0 and <= 1, nameof(MinP), "must be between 0 and 1", MinP);
        var repetition = RepetitionPenalty;
        Require(repetition > 0 && float.IsFinite(repetition), nameof(RepetitionPenalty), "must be above 0", repetition);
        Require(FrequencyPenalty is >= -2 and <= 2, nameof(FrequencyPenalty), "must be between -2 and 2", FrequencyPenalty);
        Require(PresencePenalty is >= -2 and <= 2, nameof(PresencePenalty), "must be between -2 and 2", PresencePenalty);
        foreach (var (token, bias) in LogitBias)
        {
            Require(token >= 0 && token < vocabularySize, nameof(LogitBias), $"names a token outside 0 to {vocabularySize - 1}", token);
            Require(bias is >= -100 and <= 100, nameof(LogitBias), "must be between -100 and 100", bias);
        }
    }

    private static void Require(bool holds, string option, string rule, float value)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, FormattableString.Invariant($"{rule}; {value} was given."));
        }
    }
}
