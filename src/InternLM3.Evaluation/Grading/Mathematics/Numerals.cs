using System.Globalization;
using System.Numerics;
using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Reads numbers exactly.</summary>
internal static class Numerals
{
    /// <summary>Reads <c>12</c>, <c>0.25</c>, <c>.5</c>, <c>3.2e-5</c> and <c>0.1(6)</c>, where the digits in brackets repeat.</summary>
    public static Expr Read(string text)
    {
        var exponent = 0;
        if (text.IndexOfAny(['e', 'E']) is > 0 and var mark)
        {
            exponent = int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
                && Math.Abs(power) < 1_000
                ? power
                : throw NoNumber(text);
            text = text[..mark];
        }

        var repeating = text.IndexOf('(', StringComparison.Ordinal) is >= 0 and var bracket ? text[(bracket + 1)..^1] : "";
        text = repeating.Length > 0 ? text[..^(repeating.Length + 2)] : text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        var value = Rational.Of(Integer(text.Replace(".", "", StringComparison.Ordinal)), BigInteger.Pow(10, decimals));
        if (repeating.Length > 0)
        {
            value += Rational.Of(Integer(repeating), (BigInteger.Pow(10, repeating.Length) - 1) * BigInteger.Pow(10, decimals));
        }

        value *= exponent < 0 ? Rational.Of(1, BigInteger.Pow(10, -exponent)) : BigInteger.Pow(10, exponent);
        return new Expr(ExprKind.Number, "", [], value) { Decimals = repeating.Length > 0 ? 0 : Math.Max(0, decimals - exponent) };
    }

    /// <summary>The value of digits (and letters from A) in a base from 2 to 36; null when one is not a digit of the base.</summary>
    public static BigInteger? InBase(string digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.ToUpperInvariant(c) - 'A' + 10;
            if (radix is < 2 or > 36 || digit < 0 || digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    private static BigInteger Integer(string digits) => digits.Length == 0 ? 0
        : BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw NoNumber(digits);

    // Digits of another base without a subscript, or the rest after a command took the first digit.
    private static MathSyntaxException NoNumber(string text) => new($"{text} is no number");
}
