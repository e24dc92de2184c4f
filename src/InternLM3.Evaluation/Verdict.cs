namespace InternLM3.Evaluation;

/// <summary>What an answer is worth.</summary>
/// <param name="Score">0 to 1; null when nothing here can tell, as with a program nobody ran.</param>
/// <param name="Extracted">What was read out of the answer, or null when there was nothing.</param>
public sealed record Verdict(double? Score, string? Extracted)
{
    /// <summary>Further figures, by name.</summary>
    public IReadOnlyDictionary<string, Measure>? Measures { get; init; }

    /// <summary>A verdict that is right or wrong.</summary>
    public static Verdict Of(bool correct, string? extracted) => new(correct ? 1 : 0, extracted);
}
