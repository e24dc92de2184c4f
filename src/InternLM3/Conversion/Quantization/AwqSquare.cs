using System.Buffers.Binary;

namespace InternLM3.Conversion.Quantization;

/// <summary>
/// Sixteen rows of one column of AWQ's packed words: 16 inputs of 8 neighbouring outputs. They become eight bytes of each output, as
/// MatMulNBits reads them: two neighbouring inputs a byte, the first in the low nibble.
/// </summary>
internal static class AwqSquare
{
    /// <summary>The most rows of words a square has.</summary>
    public const int Rows = 16;

    /// <summary>Outputs in a word.</summary>
    public const int Outputs = 8;

    // AWQ packs eight neighbouring outputs into a word; output j of the eight is nibble Order[j].
    private static ReadOnlySpan<byte> Order => [0, 4, 1, 5, 2, 6, 3, 7];

    /// <summary>Repacks a square.</summary>
    /// <param name="words">Starts with the first row's word; the others follow <paramref name="stride"/> words apart.</param>
    /// <param name="stride">Words of a row.</param>
    /// <param name="rows">Rows there are, up to 16. An odd last row leaves the high nibble 0.</param>
    /// <param name="target">Starts with the first output's first byte; the other outputs follow <paramref name="rowBytes"/> apart.</param>
    /// <param name="rowBytes">Bytes of an output.</param>
    public static void Repack(ReadOnlySpan<uint> words, int stride, int rows, Span<byte> target, int rowBytes)
    {
        Span<ulong> square = stackalloc ulong[Outputs];
        var bytes = (rows + 1) / 2;
        for (var i = 0; i < bytes; i++)
        {
            var second = (2 * i) + 1 < rows ? words[((2 * i) + 1) * stride] : 0;
            square[i] = Spread(words[2 * i * stride]) | (Spread(second) << 4);
        }

        square[bytes..].Clear();
        Transpose(square);
        for (var output = 0; output < Outputs; output++)
        {
            var made = square[Order[output]];
            var place = target[(output * rowBytes)..];
            if (bytes == sizeof(ulong))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(place, made);
                continue;
            }

            for (var i = 0; i < bytes; i++)
            {
                place[i] = (byte)(made >> (8 * i));
            }
        }
    }

    // Nibble i becomes byte i.
    private static ulong Spread(uint word)
    {
        var wide = (word | ((ulong)word << 16)) & 0x0000FFFF0000FFFF;
        wide = (wide | (wide << 8)) & 0x00FF00FF00FF00FF;
        return (wide | (wide << 4)) & 0x0F0F0F0F0F0F0F0F;
    }

    // Byte i of number j becomes byte j of number i: blocks of 4, 2 and 1 bytes change places across the diagonal.
    private static void Transpose(Span<ulong> square)
    {
        Exchange(square, 4, 0x00000000FFFFFFFF);
        Exchange(square, 2, 0x0000FFFF0000FFFF);
        Exchange(square, 1, 0x00FF00FF00FF00FF);
    }

    private static void Exchange(Span<ulong> square, int distance, ulong mask)
    {
        for (var i = 0; i < Outputs; i++)
        {
            if ((i & distance) == 0)
            {
                var moved = ((square[i] >> (8 * distance)) ^ square[i + distance]) & mask;
                square[i + distance] ^= moved;
                square[i] ^= moved << (8 * distance);
            }
        }
    }
}
