namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>An answer cannot be parsed as mathematics. The exception never leaves the grader.</summary>
internal sealed class MathSyntaxException(string message) : Exception(message);
