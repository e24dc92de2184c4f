namespace InternLM3.Evaluation;

/// <summary>How far a run is.</summary>
/// <param name="Done">Answers in the log, those of earlier runs included.</param>
/// <param name="Total">Answers in the end.</param>
/// <param name="Score">The mean score so far, 0 to 1; null before there is one.</param>
/// <param name="ItemsPerSecond">Answers a second since this run began.</param>
/// <param name="Remaining">The time the rest takes at that rate; null before there is one.</param>
public sealed record EvaluationProgress(int Done, int Total, double? Score, double ItemsPerSecond, TimeSpan? Remaining);
