namespace InternLM3.Evaluation.Results;

/// <summary>The score of one subject.</summary>
/// <param name="Name">The subject.</param>
/// <param name="Questions">Its questions that have a score.</param>
/// <param name="Score">Their mean, 0 to 1.</param>
/// <param name="Interval">95 % confidence.</param>
public sealed record CategoryScore(string Name, int Questions, double Score, Interval Interval);
