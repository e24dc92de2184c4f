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
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();
}
