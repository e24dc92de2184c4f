using System.Globalization;
using System.Numerics;

namespace InternLM3.Tests.Constraints;

/// <summary>A JSON number as mantissa times a power of ten, compared exactly.</summary>
internal readonly record struct ExactNumber(BigInteger Mantissa, int Exponent) : IComparable<ExactNumber>
{
    public static ExactNumber Parse(string text)
    {
        var parts = text.ToUpperInvariant().Split('E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        return new(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent - (point < 0 ? 0 : parts[0].Length - point - 1));
    }

    public bool IsInteger => Exponent >= 0 || Mantissa % BigInteger.Pow(10, -Exponent) == 0;

    public int CompareTo(ExactNumber other)
    {
        var low = Math.Min(Exponent, other.Exponent);
        return (Mantissa * BigInteger.Pow(10, Exponent - low)).CompareTo(other.Mantissa * BigInteger.Pow(10, other.Exponent - low));
    }
}
