using System.Globalization;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics;

/// <summary>Turns values into results.</summary>
internal static class Answer
{
    /// <summary>The result of one number. With <paramref name="decimals"/>, a fraction that terminates is written as a decimal.</summary>
    public static MathResult Of(Value value, MathLimits limits, bool decimals = false)
    {
        if (value is Approximate approximate)
        {
            var (text, bound) = approximate.Print();
            return new MathResult { Result = text, Exact = false, ErrorBound = bound };
        }

        var exact = (Exact)value;
        if (exact.Bits * 0.30103 > limits.ResultDigits)
        {
            return Large(exact);
        }

        var plain = decimals && exact.IsRational ? Decimals.Terminating(exact.Whole) : null;
        return new MathResult
        {
            Result = plain ?? exact.ToString(),
            Exact = true,
            Digits = exact.IsInteger || plain is not null ? null : Decimals.Of(exact),
        };
    }

    /// <summary>A number for use in a longer text, without its error bound.</summary>
    public static string Text(Value value, MathLimits limits, bool decimals = false) => Of(value, limits, decimals).Result!;

    // 20 significant digits; the bound is one unit of the last.
    private static MathResult Large(Exact value)
    {
        var text = Decimals.Of(value);
        var exponent = text.IndexOf('e', StringComparison.Ordinal) is var at and >= 0
            ? int.Parse(text[(at + 1)..], CultureInfo.InvariantCulture)
            : text.TrimStart('-').Split('.')[0].Length - 1;
        return new MathResult { Result = text, Exact = false, ErrorBound = $"1e{exponent - 19}" };
    }
}
