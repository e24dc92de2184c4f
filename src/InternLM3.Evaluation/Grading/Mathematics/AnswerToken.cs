namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its one spelling: LaTeX, ASCII and Unicode forms of the same thing have the same.</param>
/// <param name="Spaced">White space stands before it.</param>
internal readonly record struct AnswerToken(AnswerTokenKind Kind, string Text, bool Spaced)
{
    public bool Is(AnswerTokenKind kind, string text) => Kind == kind && Text == text;

    public bool IsOperator(string text) => Is(AnswerTokenKind.Operator, text);
}
