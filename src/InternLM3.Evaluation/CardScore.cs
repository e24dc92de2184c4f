namespace InternLM3.Evaluation;

/// <summary>What InternLM3-8B-Instruct's model card says of a benchmark.</summary>
/// <param name="Score">The score, 0 to 100.</param>
/// <param name="Setting">How the card says it was taken, for example <c>0-shot, thinking</c>.</param>
public sealed record CardScore(double Score, string Setting);
