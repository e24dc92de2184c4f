using System.Buffers.Binary;
using System.Text;

namespace InternLM3.Tests.Tokenization;

/// <summary>Serialised SentencePiece models for tests, field by field, well-formed or not.</summary>
public sealed class ModelBytes
{
    private readonly List<byte> _pieces = [];

    /// <summary>The fields of the trainer settings; at first a BPE model with byte fallback.</summary>
    public byte[] Trainer { get; set; } = [.. Number(3, 2), .. Number(35, 1)];

    /// <summary>The fields of the normaliser settings; at first identity, no dummy prefix, spaces kept.</summary>
    public byte[] Normalizer { get; set; } = [.. Bytes(1, "identity"u8), .. Number(3, 0), .. Number(4, 0)];

    /// <summary>Further top-level fields.</summary>
    public byte[] Rest { get; set; } = [];

    /// <summary>A model with unknown, begin, end and all byte pieces, and these normal pieces, the first with the highest score.</summary>
    public static ModelBytes WithPieces(params string[] normal)
    {
        var model = new ModelBytes().Add("<unk>", 0, 2).Add("<s>", 0, 3).Add("</s>", 0, 3);
        for (var value = 0; value < 256; value++)
        {
            model.Add($"<0x{value:X2}>", 0, 6);
        }

        for (var i = 0; i < normal.Length; i++)
        {
            model.Add(normal[i], -i);
        }

        return model;
    }

    /// <summary>Adds a piece; type 1 is normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 a byte.</summary>
    public ModelBytes Add(string text, float score, int type = 1) => Add(Encoding.UTF8.GetBytes(text), score, type);

    /// <summary>Adds a piece whose text need not be UTF-8.</summary>
    public ModelBytes Add(byte[] text, float score, int type = 1)
    {
        _pieces.AddRange(Bytes(1, [.. Bytes(1, text), .. Single(2, score), .. Number(3, type)]));
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray() => [.. _pieces, .. Bytes(2, Trainer), .. Bytes(3, Normalizer), .. Rest];

    /// <summary>A field of wire type 0.</summary>
    public static byte[] Number(int field, int value) => [.. Varint((uint)(field << 3)), .. Varint((uint)value)];

    /// <summary>A field of wire type 2.</summary>
    public static byte[] Bytes(int field, ReadOnlySpan<byte> value) => [.. Varint((uint)((field << 3) | 2)), .. Varint((uint)value.Length), .. value];

    /// <summary>A normalisation table: the trie's units, then the replacements.</summary>
    public static byte[] CharsMap(uint[] units, ReadOnlySpan<byte> replacements)
    {
        var blob = new byte[4 + (4 * units.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, (uint)(4 * units.Length));
        for (var i = 0; i < units.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(4 + (4 * i)), units[i]);
        }

        return [.. blob, .. replacements];
    }

    private static byte[] Single(int field, float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return [.. Varint((uint)((field << 3) | 5)), .. bytes];
    }

    private static List<byte> Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
