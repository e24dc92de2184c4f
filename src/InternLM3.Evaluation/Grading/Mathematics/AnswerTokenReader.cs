namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Tokens with a current position.</summary>
internal sealed class AnswerTokenReader(List<AnswerToken> tokens)
{
    private static readonly AnswerToken s_end = new(AnswerTokenKind.End, "", false);

    private int _at;

    public AnswerToken Current => Peek(0);

    public AnswerToken Peek(int ahead) => _at + ahead < tokens.Count ? tokens[_at + ahead] : s_end;

    public AnswerToken Next() => _at < tokens.Count ? tokens[_at++] : throw new MathSyntaxException("unexpected end");

    /// <summary>Takes an operator if it is next.</summary>
    public bool Accept(string text)
    {
        if (!Current.IsOperator(text))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Expect(string text)
    {
        if (!Accept(text))
        {
            throw new MathSyntaxException($"expected {text}");
        }
    }

    /// <summary>
    /// Takes one digit of the next number and leaves the others, as LaTeX does for an argument without braces.
    /// </summary>
    public string NextDigit()
    {
        var number = tokens[_at];
        if (number.Text.Length == 1)
        {
            _at++;
        }
        else
        {
            tokens[_at] = number with { Text = number.Text[1..], Spaced = false };
        }

        return number.Text[..1];
    }
}
