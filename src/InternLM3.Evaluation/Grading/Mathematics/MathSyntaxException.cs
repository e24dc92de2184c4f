namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>An answer cannot be read as mathematics; it never leaves the grader.</summary>
internal sealed class MathSyntaxException(string message) : Exception(message);
