namespace InternLM3.Evaluation.Tests.Grading;

/// <summary>Two answers and whether they are the same.</summary>
internal sealed record MathPair(string Category, bool Equal, string Prediction, string Target);
