namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>A token of an answer.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its spelling, the same for the LaTeX, ASCII and Unicode forms of a symbol.</param>
/// <param name="Spaced">Whether white space precedes it.</param>
internal readonly record struct AnswerToken(AnswerTokenKind Kind, string Text, bool Spaced)
{
    public bool Is(AnswerTokenKind kind, string text) => Kind == kind && Text == text;

    public bool IsOperator(string text) => Is(AnswerTokenKind.Operator, text);
}
