using System.Globalization;
using System.Numerics;

namespace InternLM3.Mathematics.Syntax;

/// <summary>Reads decimal numbers as exact fractions: 0.1 is 1/10.</summary>
internal static class NumberReader
{
    /// <summary>Reads digits with a point and an exponent, both optional.</summary>
    public static Rational Read(string text, Budget budget)
    {
        var parts = text.Split('e', 'E');
        var exponent = parts.Length > 1
            ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : BigInteger.Zero;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? parts[0] : parts[0].Remove(point, 1);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        budget.Size(((double)BigInteger.Abs(exponent) + digits.Length) * 3.33,
            $"The number {(text.Length > 20 ? text[..20] + "…" : text)}");
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return exponent.Sign < 0 ? Rational.Of(number, BigInteger.Pow(10, (int)-exponent)) : number * BigInteger.Pow(10, (int)exponent);
    }
}
