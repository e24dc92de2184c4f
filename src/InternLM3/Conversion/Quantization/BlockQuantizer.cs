using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion.Quantization;

/// <summary>
/// Quantises rows block by block. 4 bits: asymmetric, q = clamp(round(w / s) + z, 0, 15), where the block's range always includes 0 so that z fits.
/// 8 bits: symmetric around 128, s = the largest magnitude / 127. Safe for concurrent use; the result does not depend on the machine.
/// </summary>
/// <param name="shape">The layout of a row.</param>
/// <param name="search">Whether the scales of 4-bit blocks are searched.</param>
/// <param name="scaleType">The type scales will be stored in; they are rounded to it before they are used.</param>
internal sealed class BlockQuantizer(BlockShape shape, bool search, ElementType scaleType)
{
    private const int MiddleOfBytes = 128;
    private const int LargestOfBytes = 127;

    /// <summary>The layout of a row.</summary>
    public BlockShape Shape => shape;

    /// <summary>Quantises one row.</summary>
    /// <param name="row">Its numbers, all finite.</param>
    /// <param name="bytes">Receives the packed integers.</param>
    /// <param name="scales">Receives a scale for each block.</param>
    /// <param name="zeroPoints">Receives the packed zero points, if there are any.</param>
    public void Quantize(ReadOnlySpan<float> row, Span<byte> bytes, Span<float> scales, Span<byte> zeroPoints)
    {
        Span<float> block = stackalloc float[shape.BlockSize];
        Span<byte> codes = stackalloc byte[shape.BlockSize];
        zeroPoints.Clear();
        for (var index = 0; index < shape.Blocks; index++)
        {
            var numbers = row[(index * shape.BlockSize)..Math.Min(row.Length, (index + 1) * shape.BlockSize)];
            block.Clear();
            numbers.CopyTo(block);
            var target = bytes.Slice(index * shape.BlockBytes, shape.BlockBytes);
            if (shape.Bits == 8)
            {
                scales[index] = ToBytes(block, target);
                continue;
            }

            var grid = NibbleGrid.Fit(block, search, scaleType);
            grid.Encode(block, codes);
            scales[index] = grid.Scale;
            zeroPoints[index / 2] |= (byte)(grid.ZeroPoint << (4 * (index % 2)));
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = (byte)(codes[2 * i] | (codes[(2 * i) + 1] << 4));
            }
        }
    }

    /// <summary>Rounds a scale to the type it is stored in.</summary>
    public static float Round(float scale, ElementType type) => type == ElementType.Float16 ? (float)(Half)scale : scale;

    private float ToBytes(ReadOnlySpan<float> block, Span<byte> target)
    {
        var largest = 0f;
        foreach (var number in block)
        {
            largest = MathF.Max(largest, MathF.Abs(number));
        }

        var scale = Round(largest / LargestOfBytes, scaleType);
        for (var i = 0; i < block.Length; i++)
        {
            // A scale that rounded down, or to 0, may ask for more than the range has.
            var steps = scale > 0 ? Math.Clamp(MathF.Round(block[i] / scale), -LargestOfBytes, LargestOfBytes) : 0;
            target[i] = (byte)(MiddleOfBytes + (int)steps);
        }

        return scale;
    }
}
