using System.Globalization;

namespace InternLM3.Constraints.Patterns;

/// <summary>Reads one character or escape of a regular expression.</summary>
internal static class PatternEscape
{
    /// <summary>Reads what stands at <paramref name="at"/> and moves past it.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="at">The place; not the end.</param>
    /// <param name="location">Where the expression stands, for errors.</param>
    /// <param name="inClass">Whether it stands in a class, where <c>\b</c> is the backspace.</param>
    /// <returns>The set it stands for: one character, or more for a class escape.</returns>
    public static CodePointSet Read(string pattern, ref int at, string location, bool inClass)
    {
        if (pattern[at] != '\\')
        {
            return One(CodePoint(pattern, ref at, location));
        }
        if (++at == pattern.Length)
        {
            throw Error(pattern, location, at, "a '\\' at the end");
        }
        var letter = pattern[at++];
        if (PatternClasses.Find(letter) is { } set)
        {
            return set;
        }
        switch (letter)
        {
            case 't':
                return One('\t');
            case 'n':
                return One('\n');
            case 'v':
                return One('\v');
            case 'f':
                return One('\f');
            case 'r':
                return One('\r');
            case '0' when at == pattern.Length || !char.IsAsciiDigit(pattern[at]):
                return One(0);
            case 'b' when inClass:
                return One('\b');
            case 'b' or 'B':
                throw Error(pattern, location, at, $"the word boundary '\\{letter}' is not supported; describe the whole text");
            case 'p' or 'P':
                throw Error(pattern, location, at, $"the Unicode property '\\{letter}' is not supported; give the ranges");
            case 'k' or (>= '0' and <= '9'):
                throw Error(pattern, location, at, $"the backreference '\\{letter}' is not supported; no automaton can match it");
            case 'x':
                return One(Hex(pattern, ref at, location, 2));
            case 'u':
                return One(Unicode(pattern, ref at, location));
            default:
                if (char.IsAsciiLetterOrDigit(letter))
                {
                    throw Error(pattern, location, at, $"the escape '\\{letter}' is not supported");
                }
                at--;
                return One(CodePoint(pattern, ref at, location));
        }
    }

    /// <summary>The error for a place in an expression.</summary>
    public static SchemaException Error(string pattern, string location, int at, string problem) =>
        new(location, $"the regular expression '{pattern}' has, at {at}, {problem}.");

    private static int Unicode(string pattern, ref int at, string location)
    {
        if (at < pattern.Length && pattern[at] == '{')
        {
            var close = pattern.IndexOf('}', at);
            var digits = close - at - 1;
            if (digits is < 1 or > 6)
            {
                throw Error(pattern, location, at, "a malformed '\\u{'");
            }
            at++;
            var wide = Hex(pattern, ref at, location, digits);
            at++;
            return wide is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) ? throw Error(pattern, location, at, "an escape of no character") : wide;
        }
        var first = Hex(pattern, ref at, location, 4);
        if (first is < 0xD800 or > 0xDFFF)
        {
            return first;
        }
        if (first < 0xDC00 && pattern.AsSpan(at) is ['\\', 'u', ..])
        {
            at += 2;
            var second = Hex(pattern, ref at, location, 4);
            if (second is >= 0xDC00 and <= 0xDFFF)
            {
                return char.ConvertToUtf32((char)first, (char)second);
            }
        }
        throw Error(pattern, location, at, "half a surrogate pair");
    }

    private static int CodePoint(string pattern, ref int at, string location)
    {
        if (!char.IsSurrogate(pattern[at]))
        {
            return pattern[at++];
        }
        if (!(at + 1 < pattern.Length && char.IsSurrogatePair(pattern[at], pattern[at + 1])))
        {
            throw Error(pattern, location, at, "half a surrogate pair");
        }
        at += 2;
        return char.ConvertToUtf32(pattern[at - 2], pattern[at - 1]);
    }

    private static int Hex(string pattern, ref int at, string location, int digits)
    {
        if (at + digits > pattern.Length
            || !int.TryParse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Error(pattern, location, at, $"an escape without its {digits} hexadecimal digits");
        }
        at += digits;
        return value;
    }

    private static CodePointSet One(int codePoint) => CodePointSet.Of((codePoint, codePoint));
}
