using System.Numerics;
using System.Text;

namespace InternLM3.Mathematics.Numbers;

/// <summary>Integers in bases from 2 to 36, with 0 to 9 and A to Z as digits.</summary>
internal static class NumberBase
{
    /// <summary>
    /// Reads an integer. A sign, spaces and underscores between digits, and the prefix 0x, 0b or 0o of its base are allowed.
    /// </summary>
    public static BigInteger Read(string text, int fromBase, Budget budget)
    {
        Check(fromBase);
        var digits = text.Trim();
        var negative = digits.StartsWith('-');
        digits = digits.TrimStart('-', '+').Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var prefix = fromBase switch { 16 => "0x", 2 => "0b", 8 => "0o", _ => null };
        digits = prefix is not null && digits.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        if (digits.Length == 0 || digits.Length > budget.Limits.InputLength)
        {
            throw new MathException(digits.Length == 0
                ? "The number is empty; give its digits."
                : $"The number has {digits.Length} digits, and {budget.Limits.InputLength} are allowed.");
        }

        budget.Charge((double)digits.Length * digits.Length / 4);
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToUpperInvariant(c) - 'A' + 10 : fromBase;
            value = digit < fromBase
                ? (value * fromBase) + digit
                : throw new MathException($"\"{c}\" is no digit of base {fromBase}; the number must be an integer written in that base.");
        }

        return negative ? -value : value;
    }

    /// <summary>Writes an integer.</summary>
    public static string Write(BigInteger value, int toBase, Budget budget)
    {
        Check(toBase);
        var words = (value.GetBitLength() / 32.0) + 1;
        budget.Charge(words * words * 32);
        var digits = new StringBuilder();
        for (var rest = BigInteger.Abs(value); !rest.IsZero || digits.Length == 0; rest /= toBase)
        {
            var digit = (int)(rest % toBase);
            digits.Insert(0, (char)(digit < 10 ? '0' + digit : 'A' + digit - 10));
        }

        return (value.Sign < 0 ? "-" : "") + digits;
    }

    private static void Check(int numberBase)
    {
        if (numberBase is < 2 or > 36)
        {
            throw new MathException($"Base {numberBase} is not known; take 2 to 36.");
        }
    }
}
