using System.Buffers.Binary;
using System.Text.Unicode;

namespace InternLM3.Tokenization;

/// <summary>
/// A SentencePiece <c>precompiled_charsmap</c>: a double-array trie from UTF-8 prefixes to replacements. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The blob is: size of the trie in bytes (uint32, little-endian), the trie, then replacements that each end in a zero byte.
/// A unit of the trie (Darts-clone) has: bit 31 set for a value, then bits 0-30 are the value; otherwise bits 0-7 the label,
/// bit 8 whether a value follows, bits 10-30 the offset, shifted left by 8 when bit 9 is set.
/// </remarks>
internal sealed class CharsMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharsMap(uint[] units, byte[] replacements, byte[] blob)
    {
        _units = units;
        _replacements = replacements;
        Blob = blob;
    }

    /// <summary>The blob the rules were read from.</summary>
    public byte[] Blob { get; }

    /// <summary>Reads and checks a blob; every value must point to the start of a character in valid, terminated UTF-8.</summary>
    public static CharsMap Parse(string path, ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 4
            || BinaryPrimitives.ReadUInt32LittleEndian(blob) is var size && (size > blob.Length - 4 || size < 4 || size % 4 != 0))
        {
            throw Damaged(path);
        }

        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + (4 * i))..]);
        }

        var replacements = blob[(4 + (int)size)..].ToArray();
        if (replacements is not [.., 0] || !Utf8.IsValid(replacements))
        {
            throw Damaged(path);
        }

        foreach (var unit in units)
        {
            var value = unit & 0x7FFFFFFF;
            if (unit >> 31 == 1 && (value >= replacements.Length || (replacements[value] & 0xC0) == 0x80))
            {
                throw Damaged(path);
            }
        }

        return new CharsMap(units, replacements, blob.ToArray());
    }

    /// <summary>The longest rule that begins the text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">What it becomes; may be empty.</param>
    /// <returns>The bytes it covers, 0 when no rule fits.</returns>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        var units = _units;
        var (longest, value) = (0, 0u);
        var node = Offset(units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            node ^= text[i];
            if (node >= units.Length || units[node] is var unit && (unit & 0x800000FF) != text[i])
            {
                break;
            }

            node ^= Offset(unit);
            if ((unit & 0x100) != 0 && node < units.Length)
            {
                (longest, value) = (i + 1, units[node] & 0x7FFFFFFF);
            }
        }

        // A leaf that is no value unit can only come from a damaged trie; the check keeps the slice below in range.
        replacement = longest > 0 && value < _replacements.Length ? _replacements.AsSpan((int)value) : default;
        replacement = replacement.IsEmpty ? replacement : replacement[..replacement.IndexOf((byte)0)];
        return longest;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);

    private static ModelFormatException Damaged(string path) =>
        new(path, "has a damaged normalisation table (precompiled_charsmap); download it again.");
}
