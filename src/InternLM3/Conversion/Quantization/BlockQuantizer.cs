using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion.Quantization;

/// <summary>
/// Quantises rows block by block. 4 bits: asymmetric, q = clamp(round(w / s) + z, 0, 15), where the block's range always includes 0 so
/// that z fits. 8 bits: symmetric around 128, s = the largest magnitude / 127. Safe for concurrent use; the result does not depend on the
/// machine.
/// </summary>
/// <param name="shape">The layout of a row.</param>
/// <param name="search">Whether the scales of 4-bit blocks are searched.</param>
/// <param name="scaleType">The type scales will be stored in; they are rounded to it before they are used.</param>
internal sealed class BlockQuantizer(BlockShape shape, bool search, ElementType scaleType)
{
    private const byte MiddleOfBytes = 128;
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
        var scale = Round(MathF.Abs(TensorPrimitives.MaxMagnitude(block)) / LargestOfBytes, scaleType);
        if (scale == 0)
        {
            target.Fill(MiddleOfBytes);
            return scale;
        }

        // A scale that rounded down may ask for more than the range has. Divided, not multiplied by the inverse, which would overflow for
        // the least scales.
        var (low, high) = (Vector256.Create(-(float)LargestOfBytes), Vector256.Create((float)LargestOfBytes));
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(block);
        for (var i = 0; i < vectors.Length; i++)
        {
            var steps = Vector256.Min(Vector256.Max(Vector256.Round(vectors[i] / scale), low), high);
            var integers = Vector256.ConvertToInt32(steps) + Vector256.Create((int)MiddleOfBytes);
            Vector128.Narrow(Vector128.Narrow(integers.GetLower(), integers.GetUpper()).AsUInt16(), Vector128<ushort>.Zero).GetLower()
                .CopyTo(target[(i * Vector256<float>.Count)..]);
        }

        return scale;
    }
}
