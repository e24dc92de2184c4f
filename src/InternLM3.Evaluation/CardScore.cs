namespace InternLM3.Evaluation;

/// <summary>The result of a benchmark in InternLM3-8B-Instruct's model card.</summary>
/// <param name="Score">The score, 0 to 100.</param>
/// <param name="Setting">The card's setting, for example <c>0-shot, thinking</c>.</param>
public sealed record CardScore(double Score, string Setting);
