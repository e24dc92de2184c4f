namespace InternLM3.Evaluation;

/// <summary>The progress of a run.</summary>
/// <param name="Done">The number of answers in the log, including those of the run that was resumed.</param>
/// <param name="Total">The number of answers of the whole run.</param>
/// <param name="Score">The mean score so far, 0 to 1; null when there is none yet.</param>
/// <param name="ItemsPerSecond">Answers per second since this run began.</param>
/// <param name="Remaining">The estimated time left at that rate; null while it is not known.</param>
public sealed record EvaluationProgress(int Done, int Total, double? Score, double ItemsPerSecond, TimeSpan? Remaining);
