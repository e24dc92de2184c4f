using System.Text.RegularExpressions;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics;

/// <summary>Finds the equations between numbers in a text, such as <c>7 * 8 + 4 = 60</c>, and computes both sides.</summary>
internal static partial class Working
{
    /// <summary>Checks a text; equations that contain a variable or cannot be computed are skipped.</summary>
    public static ArithmeticCheck Check(string text, Arithmetic arithmetic)
    {
        var count = 0;
        var wrong = new List<string>();
        foreach (var (left, right) in Pairs(text))
        {
            if (TryCompute(left, arithmetic) is not { } a || TryCompute(right, arithmetic) is not { } b)
            {
                continue;
            }

            count++;
            if (!Holds(arithmetic.Subtract(a, b), left, right, arithmetic))
            {
                wrong.Add($"{left} = {right} (it is {Answer.Text(a, arithmetic.Budget.Limits, decimals: true)})");
            }
        }

        return new ArithmeticCheck { Checked = count, Wrong = wrong };
    }

    // The neighbouring sides of a chain a = b = c, at least one of which is a computation.
    private static IEnumerable<(string Left, string Right)> Pairs(string text)
    {
        foreach (var run in Run().Matches(text).Where(run => run.Value.Contains('=', StringComparison.Ordinal)))
        {
            var end = run.Index + run.Length;
            string[] sides = [.. run.Value.Split('=').Select(side => side.Trim(' ', '\t', ',', '.'))];

            // What a letter touches is part of a formula with a variable: x - 3 = 5, 4 = 2x; so is a division with a remainder.
            var attached = run.Index > 0 && (char.IsAsciiLetter(text[run.Index - 1]) || text[run.Index - 1] is '\\' or '_')
                && (run.Value[0] is not (' ' or '\t')
                    || (sides[0].Length > 0 && sides[0][0] is not ('(' or '\\') && !char.IsAsciiDigit(sides[0][0])));
            sides[0] = attached ? "" : Marker().Replace(sides[0], "");
            if ((end < text.Length && char.IsAsciiLetter(text[end]) && text[end - 1] != ' ') || Remainder().IsMatch(text.AsSpan(end)))
            {
                sides[^1] = "";
            }

            for (var i = 0; i + 1 < sides.Length; i++)
            {
                if (sides[i].Length > 0 && sides[i + 1].Length > 0 && (Operation().IsMatch(sides[i]) || Operation().IsMatch(sides[i + 1])))
                {
                    yield return (sides[i], sides[i + 1]);
                }
            }
        }
    }

    private static Value? TryCompute(string side, Arithmetic arithmetic)
    {
        try
        {
            return new Evaluator(arithmetic).Evaluate(Parser.Expression(side, arithmetic.Budget));
        }
        catch (MathException) when (arithmetic.Budget.Spent < arithmetic.Budget.Limits.Work)
        {
            return null;
        }
    }

    // A decimal stands for every value that rounds to it: 10 / 3 = 3.33 holds, 10 / 3 = 3 does not.
    private static bool Holds(Value difference, string left, string right, Arithmetic arithmetic)
    {
        var places = Math.Max(Places(left), Places(right));
        var allowed = places == 0 ? (Value)0 : Rational.Of(1, 2 * System.Numerics.BigInteger.Pow(10, places));
        var size = difference is Exact { Sign: < 0 } ? Arithmetic.Negate(difference) : difference;
        return size is Exact exact
            ? arithmetic.Compare(exact, allowed) <= 0
            : Math.Abs(((Approximate)size).Number) <= ((Approximate)size).Error + Arithmetic.Approximate(allowed).Number;
    }

    private static int Places(string side) =>
        side.IndexOf('.', StringComparison.Ordinal) is var point and >= 0
            && side.AsSpan(point + 1) is var rest && rest.IndexOfAnyExceptInRange('0', '9') < 0
            ? Math.Min(rest.Length, 100)
            : 0;

    [GeneratedRegex(@"(?:[\d+\-*/×÷·−^().,=%{} \t]|\\(?:times|cdot|div|d?frac|left|right)(?![a-z]))+")]
    private static partial Regex Run();

    [GeneratedRegex(@"^\d+[.)]\s+")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*(?:remainder|rem\b|R\b|余)", RegexOptions.IgnoreCase)]
    private static partial Regex Remainder();

    [GeneratedRegex(@"[\d)}]\s*(?:[+\-*/×÷·−^]|\\(?:times|cdot|div))|\\d?frac")]
    private static partial Regex Operation();
}
