using InternLM3.Evaluation.Grading.Mathematics;

namespace InternLM3.Evaluation.Grading;

/// <summary>Compares two mathematical answers in LaTeX, plain text or Unicode.</summary>
/// <remarks>
/// <para>
/// Both are parsed to expressions: numbers (decimals, fractions, mixed and repeating ones, percentages, thousands separators, bases,
/// scientific notation), powers, roots, factorials, functions, <c>\pi</c>, e and i, units and money, ±, tuples, intervals, sets, lists,
/// unions, matrices, ratios, equations and inequalities. Rational numbers are compared exactly; other numbers, and expressions with
/// variables, by their values at fixed points. Structures are compared part by part: order counts in tuples but not in sets or lists, and
/// brackets count.
/// </para>
/// <para>
/// Formatting does not matter. A unit may be left out but not replaced; <c>50\%</c> equals 50 and 0.5; a decimal equals a fraction or a
/// root when it is that number rounded to six or more figures. What cannot be parsed is compared as text. The verdicts are meant to match
/// OpenCompass' MATH evaluators and math-verify, without using their code.
/// </para>
/// <para>
/// Pure and thread-safe. It throws for no text, and takes milliseconds at most: nesting, length, exponents and work are limited.
/// </para>
/// </remarks>
public static class MathEquivalence
{
    // Longer than any answer; a whole response is first reduced to the content of its box.
    private const int MaxLength = 2_000;
    private const int MaxResponse = 200_000;

    /// <summary>Returns whether two answers are the same.</summary>
    /// <param name="prediction">The model's answer: the content of a box, or a text with a box or "the answer is".</param>
    /// <param name="target">The right answer.</param>
    /// <returns>True when the two are the same answer; false when one is empty.</returns>
    public static bool Equal(string prediction, string target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Length > MaxResponse || target.Length > MaxResponse)
        {
            return false;
        }

        var (left, right) = (AnswerText.Clean(prediction), AnswerText.Clean(target));
        if (left.Length is 0 or > MaxLength || right.Length is 0 or > MaxLength)
        {
            return left.Length > 0 && left == right;
        }

        return AnswerText.Canonical(left) == AnswerText.Canonical(right) || SameWords(left, right) || Same(left, right);
    }

    // Case does not matter in words, but in variables it does.
    private static bool SameWords(string left, string right) => (AnswerText.HasWords(left) || AnswerText.HasWords(right))
        && AnswerText.Words(AnswerText.Canonical(left)).Equals(AnswerText.Words(AnswerText.Canonical(right)), StringComparison.Ordinal);

    private static bool Same(string left, string right)
    {
        var comparison = new Comparison(new ComparisonBudget());
        foreach (var a in Readings(left))
        {
            foreach (var b in Readings(right))
            {
                if (comparison.Same(a, b))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The readings of an answer: two when <c>1,234</c> may be one number or two, none when it cannot be parsed.</summary>
    private static List<Expr> Readings(string text)
    {
        var readings = new List<Expr>(2);
        foreach (var thousands in text.Contains(',', StringComparison.Ordinal) ? (ReadOnlySpan<bool>)[true, false] : [false])
        {
            try
            {
                readings.Add(AnswerText.IsWords(text)
                    ? new Expr(ExprKind.Text, AnswerText.Words(text), [])
                    : Normalization.Of(AnswerParser.Read(AnswerLexer.Read(text, thousands))));
            }
            catch (MathSyntaxException)
            {
                // Not in the grammar: the answers are compared as text only.
            }
        }

        return readings;
    }
}
