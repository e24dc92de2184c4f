using System.Globalization;
using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>A bound of a number, as decimal digits: exact at any magnitude.</summary>
/// <param name="Negative">Whether it is below zero.</param>
/// <param name="Whole">The digits before the point, without leading zeros; "0" alone.</param>
/// <param name="Fraction">The digits after the point, without trailing zeros; may be empty.</param>
/// <param name="Exclusive">Whether the bound itself is out.</param>
internal sealed record DecimalBound(bool Negative, string Whole, string Fraction, bool Exclusive) : IComparable<DecimalBound>
{
    // The range of a double. Without a limit an exponent of nine digits would be written out.
    private const int MaxExponent = 400;

    /// <summary>Whether the number has no fraction.</summary>
    public bool IsWhole => Fraction.Length == 0;

    /// <summary>A whole bound that is itself in.</summary>
    public static DecimalBound Of(Int128 value) =>
        new(value < 0, value.ToString(CultureInfo.InvariantCulture).TrimStart('-'), "", false);

    /// <summary>The largest number with so many digits, or the smallest when negative.</summary>
    public static DecimalBound Nines(bool negative, int digits) => new(negative, new string('9', digits), "", false);

    /// <summary>Reads a JSON number.</summary>
    /// <exception cref="SchemaException">It is no number, or its exponent is beyond a double's.</exception>
    public static DecimalBound Read(JsonElement value, bool exclusive, string location)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw new SchemaException(location, "a bound must be a number; the boolean form of draft 4 is not supported.");
        }
        var text = value.GetRawText().AsSpan();
        var negative = text[0] == '-';
        var exponentAt = text.IndexOfAny('e', 'E');
        var mantissa = (exponentAt < 0 ? text : text[..exponentAt]).TrimStart('-');
        var exponent = 0;
        if (exponentAt >= 0
            && (!int.TryParse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent))
        {
            throw new SchemaException(location, $"exponents beyond {MaxExponent} are not supported.");
        }
        var point = mantissa.IndexOf('.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).ToString();
        var fraction = point < 0 ? "" : mantissa[(point + 1)..].ToString();
        if (exponent > 0)
        {
            fraction = fraction.PadRight(exponent, '0');
            (whole, fraction) = (whole + fraction[..exponent], fraction[exponent..]);
        }
        else if (exponent < 0)
        {
            whole = whole.PadLeft(1 - exponent, '0');
            (whole, fraction) = (whole[..^-exponent], whole[^-exponent..] + fraction);
        }
        whole = whole.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        fraction = fraction.TrimEnd('0');
        return new(negative && (whole != "0" || fraction.Length > 0), whole, fraction, exclusive);
    }

    /// <inheritdoc/>
    public int CompareTo(DecimalBound? other)
    {
        if (other is null || Negative != other.Negative)
        {
            return other is null || other.Negative ? 1 : -1;
        }
        var magnitude = Whole.Length != other.Whole.Length ? Whole.Length.CompareTo(other.Whole.Length)
            : string.CompareOrdinal(Whole, other.Whole) is var c and not 0 ? c
            : string.CompareOrdinal(Fraction, other.Fraction);
        return Negative ? -magnitude : magnitude;
    }
}
