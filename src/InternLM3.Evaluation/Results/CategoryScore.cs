namespace InternLM3.Evaluation.Results;

/// <summary>The score of one subject.</summary>
/// <param name="Name">The subject.</param>
/// <param name="Questions">The number of its questions with a score.</param>
/// <param name="Score">Their mean score, 0 to 1.</param>
/// <param name="Interval">The 95 % confidence interval of the score.</param>
public sealed record CategoryScore(string Name, int Questions, double Score, Interval Interval);
