using System.Text;
using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Patterns;

/// <summary>Sets of characters as fragments of byte automata.</summary>
internal static class CharacterFragment
{
    /// <summary>
    /// The bytes of one character in a JSON string: short escapes where there are any, <c>\u00xx</c> for other controls, else UTF-8.
    /// </summary>
    public static byte[] JsonBytes(int codePoint) => codePoint switch
    {
        '"' => "\\\""u8.ToArray(),
        '\\' => "\\\\"u8.ToArray(),
        '\b' => "\\b"u8.ToArray(),
        '\f' => "\\f"u8.ToArray(),
        '\n' => "\\n"u8.ToArray(),
        '\r' => "\\r"u8.ToArray(),
        '\t' => "\\t"u8.ToArray(),
        < 0x20 => Encoding.ASCII.GetBytes($"\\u{codePoint:x4}"),
        _ => Encoding.UTF8.GetBytes(new Rune(codePoint).ToString()),
    };

    /// <summary>Adds one character out of a set and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, CodePointSet set, CharacterSpelling spelling)
    {
        var end = nfa.AddState();
        foreach (var (low, high) in set.Ranges)
        {
            if (spelling == CharacterSpelling.Raw)
            {
                AppendRange(nfa, from, low, high, end);
                continue;
            }
            var next = low;
            for (; next <= high && next < 0x20; next++)
            {
                AppendBytes(nfa, from, JsonBytes(next), end);
            }
            foreach (var special in (ReadOnlySpan<int>)['"', '\\'])
            {
                if (next <= special && special <= high)
                {
                    AppendRange(nfa, from, next, special - 1, end);
                    AppendBytes(nfa, from, JsonBytes(special), end);
                    next = special + 1;
                }
            }
            AppendRange(nfa, from, next, high, end);
        }
        return end;
    }

    private static void AppendBytes(Nfa nfa, int from, byte[] bytes, int end)
    {
        from = nfa.Literal(from, bytes.AsSpan(0, bytes.Length - 1));
        nfa.Range(from, bytes[^1], bytes[^1], end);
    }

    // Splits a range of code points until the UTF-8 forms of each part are one range of bytes at each place.
    private static void AppendRange(Nfa nfa, int from, int low, int high, int end)
    {
        if (low > high)
        {
            return;
        }
        foreach (var last in (ReadOnlySpan<int>)[0x7F, 0x7FF, 0xFFFF])
        {
            if (low <= last && last < high)
            {
                AppendRange(nfa, from, low, last, end);
                AppendRange(nfa, from, last + 1, high, end);
                return;
            }
        }
        for (var shift = 6; shift <= 18 && high > 0x7F; shift += 6)
        {
            var mask = (1 << shift) - 1;
            if ((low & ~mask) == (high & ~mask))
            {
                break;
            }
            if ((low & mask) != 0)
            {
                AppendRange(nfa, from, low, low | mask, end);
                AppendRange(nfa, from, (low | mask) + 1, high, end);
                return;
            }
            if ((high & mask) != mask)
            {
                AppendRange(nfa, from, low, (high & ~mask) - 1, end);
                AppendRange(nfa, from, high & ~mask, high, end);
                return;
            }
        }
        Span<byte> first = stackalloc byte[4];
        Span<byte> second = stackalloc byte[4];
        var length = new Rune(low).EncodeToUtf8(first);
        new Rune(high).EncodeToUtf8(second);
        for (var i = 0; i < length; i++)
        {
            var to = i == length - 1 ? end : nfa.AddState();
            nfa.Range(from, first[i], second[i], to);
            from = to;
        }
    }
}
