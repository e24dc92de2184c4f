using System.Text;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

/// <summary>Vocabularies made by hand: every byte, so that anything can be written, and pieces that cut JSON in odd places.</summary>
internal static class TestVocabulary
{
    private static readonly string[] s_pieces =
    [
        "{\"", "\"}", "\":", "\": ", "\", \"", "\",\"", "},{", "}, {", "[[", "]]", "[{", "}]", "{}", "[]", "\"\"", ", ", ": ", "\",", ": \"", ":\"", "\": \"", "\": {\"", "[\"",
        "true", "false", "null", "tru", "alse", "nul", "name", "na", "me", "age", "id", "value", "type", "the ", " and", "a\"", "b\":", "\\u", "\\\"", "\\n", "\\ud83d", "00", "12", "123", "-1",
        "0.", ".5", "1e", "e-", "E+", "2024-", "-02-", "T12:", "10:", "@", "http://", "://", "中", "文", "中文", "世界", "é", "😀", "ab", "abc", "de", "xyz", "\"a\": 1", "\"b\"", "{\"a\":", "1}", "1, ",
    ];

    /// <summary>Id of the token that ends the output.</summary>
    public const int Stop = 2;

    /// <summary>The bytes of the small vocabulary: three control tokens, 256 bytes, and pieces, among them halves of characters and a duplicate.</summary>
    public static byte[][] SmallTokens { get; } =
    [
        [], [], [],
        .. Enumerable.Range(0, 256).Select(b => new[] { (byte)b }),
        .. s_pieces.Select(Encoding.UTF8.GetBytes),
        [0xe4, 0xb8], [0xad, 0xe6], [0x96, 0x87, (byte)'"'], [0xf0, 0x9f], [0x98, 0x80], [(byte)'"', 0xe4], [(byte)'{'], [0xed, 0xa0], [0xc0, 0x80],
    ];

    /// <summary>The small vocabulary.</summary>
    public static ConstraintVocabulary Small { get; } = new(SmallTokens, [Stop]);

    /// <summary>The ids of a mask's set bits.</summary>
    public static List<int> Ids(ReadOnlySpan<ulong> mask)
    {
        var ids = new List<int>();
        for (var word = 0; word < mask.Length; word++)
        {
            for (var rest = mask[word]; rest != 0; rest &= rest - 1)
            {
                ids.Add((word << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest));
            }
        }
        return ids;
    }
}
