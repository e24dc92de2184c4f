using System.Globalization;

namespace InternLM3.Mathematics.Values;

/// <summary>
/// A double and a bound on its error. Every operation carries the bound along: the effect of its operands' errors plus its own rounding,
/// for which 2^-51 of the result is taken (the C library's functions stay within 2^-52).
/// </summary>
internal sealed record Approximate : Value
{
    private const double Rounding = 1.0 / (1L << 51);

    private Approximate(double number, double error)
    {
        Number = number;
        Error = error;
    }

    public double Number { get; }

    public double Error { get; }

    public double Low => Math.BitDecrement(Number - Error);

    public double High => Math.BitIncrement(Number + Error);

    /// <summary>A value whose operands' errors alone make an error of <paramref name="inherited"/>.</summary>
    public static Approximate Of(double number, double inherited)
    {
        var error = (inherited * (1 + (8 * Rounding))) + (Math.Abs(number) * Rounding) + double.Epsilon;
        return double.IsFinite(number) && double.IsFinite(error)
            ? new Approximate(number, error)
            : throw new MathException(
                "The result is not a number that can be approximated: it is too large (above 1e308), or not defined here.");
    }

    /// <summary>A value that is exactly this double.</summary>
    public static Approximate Exactly(double number) => new(number, 0);

    /// <summary>Infinity as the end of an interval; no operation returns it.</summary>
    public static Approximate Infinite(bool negative) => new(negative ? double.NegativeInfinity : double.PositiveInfinity, 0);

    /// <summary>The value as text with the digits its error allows, and a bound on the error of that text.</summary>
    public (string Text, string Bound) Print()
    {
        var digits = Number == 0 || Error >= Math.Abs(Number)
            ? 0
            : Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs(Number) / Error)), 1, 16);
        var text = digits == 0 ? "0" : Number.ToString($"G{digits}", CultureInfo.InvariantCulture);
        text = text.Replace("E+", "e+", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal);
        var bound = (Error + Math.Abs(Number - double.Parse(text, CultureInfo.InvariantCulture))) * (1 + Rounding);
        return (text, RoundUp(bound));
    }

    private static string RoundUp(double value)
    {
        var text = value.ToString("0e+0", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) < value)
        {
            // One more in the single digit: 3e-16 to 4e-16, 9e-16 to 1e-15.
            var exponent = int.Parse(text[(text.IndexOf('e', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
            text = text[0] == '9' ? $"1e{exponent + 1}" : $"{(char)(text[0] + 1)}e{exponent}";
        }

        return text.Replace("e+", "e", StringComparison.Ordinal);
    }
}
