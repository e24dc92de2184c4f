using System.Globalization;
using System.Numerics;

namespace InternLM3.Mathematics.Values;

/// <summary>Exact values as decimals and as doubles.</summary>
internal static class Decimals
{
    private const int Digits = 20;

    private const int DoubleBits = 64;

    /// <summary>The decimal with 20 significant digits, correctly rounded (surds have no ties).</summary>
    public static string Of(Exact value)
    {
        if (value.Sign == 0)
        {
            return "0";
        }

        // The first scale finds the magnitude, the second gives the digits.
        var exponent = Magnitude(value);
        var digits = Round(value, Digits - 1 - exponent);
        if (digits.ToString(CultureInfo.InvariantCulture).TrimStart('-').Length > Digits)
        {
            digits /= 10;
            exponent++;
        }

        return Write(digits, exponent);
    }

    /// <summary>
    /// The decimal of a fraction that terminates within 20 places; otherwise null.
    /// </summary>
    public static string? Terminating(Rational value)
    {
        var scaled = value * BigInteger.Pow(10, Digits);
        if (!scaled.IsInteger)
        {
            return null;
        }

        var text = BigInteger.Abs(scaled.Numerator).ToString(CultureInfo.InvariantCulture).PadLeft(Digits + 1, '0');
        var places = text[^Digits..].TrimEnd('0');
        return (value.Sign < 0 ? "-" : "") + text[..^Digits] + (places.Length > 0 ? "." + places : "");
    }

    /// <summary>The nearest double, or one beside it.</summary>
    public static Approximate ToApproximate(Exact value)
    {
        if (value.Sign == 0)
        {
            return Approximate.Exactly(0);
        }

        // Integers of up to 53 bits, and those over a power of two, are doubles themselves.
        if (value.IsRational && value.Whole.Denominator.IsPowerOfTwo && value.Whole.Numerator.GetBitLength() <= 53
            && value.Whole.Denominator.GetBitLength() <= 512)
        {
            return Approximate.Exactly((double)value.Whole.Numerator / (double)value.Whole.Denominator);
        }

        int shift;
        BigInteger scaled;
        for (var precision = DoubleBits; ; precision *= 2)
        {
            // A shift that leaves 64 bits: from the sizes first, larger while the parts of a surd cancel.
            shift = precision - Estimate(value);
            scaled = Shifted(value, shift);
            if (scaled.GetBitLength() >= DoubleBits || precision > 1 << 24)
            {
                break;
            }
        }

        var excess = (int)scaled.GetBitLength() - DoubleBits;
        return Approximate.Of(Math.ScaleB((double)(scaled >> excess), excess - shift), 0);
    }

    private static int Estimate(Exact value) =>
        (int)Math.Max(Length(value.Whole), Length(value.Factor) + ((value.Radicand.GetBitLength() + 1) / 2));

    private static long Length(Rational value) =>
        value.IsZero ? int.MinValue / 2 : value.Numerator.GetBitLength() - value.Denominator.GetBitLength();

    // A negative shift divides: the scale of Scaled is a positive integer, so the value is divided instead.
    private static BigInteger Shifted(Exact value, int shift) => shift >= 0
        ? value.Scaled(BigInteger.One << shift)
        : value.Scaled(BigInteger.One) >> -shift;

    private static int Magnitude(Exact value)
    {
        var (number, bits) = (value.Scaled(1), Estimate(value));
        if (!number.IsZero && number != BigInteger.MinusOne)
        {
            return (int)Math.Floor(BigInteger.Log10(BigInteger.Abs(number)));
        }

        for (var digits = Math.Max(40, (int)(-bits * 0.302) + 40); ; digits *= 2)
        {
            number = value.Scaled(BigInteger.Pow(10, digits));
            if (BigInteger.Abs(number) > 1000)
            {
                return (int)Math.Floor(BigInteger.Log10(BigInteger.Abs(number))) - digits;
            }
        }
    }

    private static BigInteger Round(Exact value, int places) => places >= 0
        ? (value.Scaled(2 * BigInteger.Pow(10, places)) + 1) >> 1
        : Rational.Of((2 * value.Scaled(1)) + BigInteger.Pow(10, -places), 2 * BigInteger.Pow(10, -places)).Floor();

    private static string Write(BigInteger digits, int exponent)
    {
        var sign = digits.Sign < 0 ? "-" : "";
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).TrimEnd('0');
        if (exponent is >= Digits or < -6)
        {
            return $"{sign}{text[0]}{(text.Length > 1 ? "." + text[1..] : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
        }

        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{text}"
            : text.Length <= exponent + 1 ? sign + text.PadRight(exponent + 1, '0')
            : $"{sign}{text[..(exponent + 1)]}.{text[(exponent + 1)..]}";
    }
}
