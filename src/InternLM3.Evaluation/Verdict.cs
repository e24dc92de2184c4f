namespace InternLM3.Evaluation;

/// <summary>The grade of an answer.</summary>
/// <param name="Score">0 to 1; null when it cannot be graded here, such as a program that was not run.</param>
/// <param name="Extracted">The final answer extracted from the output, or null when none was found.</param>
public sealed record Verdict(double? Score, string? Extracted)
{
    /// <summary>Further figures, by name.</summary>
    public IReadOnlyDictionary<string, Measure>? Measures { get; init; }

    /// <summary>Creates a verdict with the score 1 or 0.</summary>
    public static Verdict Of(bool correct, string? extracted) => new(correct ? 1 : 0, extracted);
}
