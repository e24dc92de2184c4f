using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion.Quantization;

/// <summary>
/// The sixteen values of a 4-bit block: (q - <paramref name="ZeroPoint"/>) * <paramref name="Scale"/> for q from 0 to 15.
/// </summary>
/// <param name="Scale">The distance of two values; 0 when all numbers are 0.</param>
/// <param name="ZeroPoint">The q that stands for 0.</param>
/// <param name="Step">
/// The distance the numbers are rounded with, which the search may follow with a better <paramref name="Scale"/>.
/// </param>
internal readonly record struct NibbleGrid(float Scale, int ZeroPoint, float Step)
{
    private const int Highest = 15;

    // The extremes of the block times 1, 0.97, ... 0.64: clipping rare extremes makes the steps of all others finer. On normal numbers the
    // best factor is about 0.85 for blocks of 128 and 0.95 for blocks of 32.
    private const int Candidates = 13;
    private const float FactorStep = 0.03f;

    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Finds the grid of a block.</summary>
    /// <param name="block">The numbers; a multiple of eight of them.</param>
    /// <param name="search">
    /// Whether to look for the least squared error, which is never above that of the grid between the extremes.
    /// </param>
    /// <param name="scaleType">The type the scale will be stored in.</param>
    public static NibbleGrid Fit(ReadOnlySpan<float> block, bool search, ElementType scaleType)
    {
        var (lowest, highest) = (0f, 0f);
        foreach (var number in block)
        {
            lowest = MathF.Min(lowest, number);
            highest = MathF.Max(highest, number);
        }

        var extremes = Between(lowest, highest, scaleType);
        if (!search || extremes.Scale == 0)
        {
            return extremes;
        }

        var best = extremes;
        var least = double.PositiveInfinity;
        for (var i = 0; i < Candidates; i++)
        {
            var factor = 1 - (i * FactorStep);
            var grid = Between(lowest * factor, highest * factor, scaleType);
            var (products, squares) = grid.Sums(block);
            if (squares == 0 || grid.Scale == 0)
            {
                continue;
            }

            // With the integers fixed, the scale of the least error is the one of a regression through 0.
            foreach (var scale in (ReadOnlySpan<float>)[grid.Scale, BlockQuantizer.Round((float)(products / squares), scaleType)])
            {
                // The sum of squares of the numbers themselves is the same for every candidate and left out.
                var error = (scale * (double)scale * squares) - (2.0 * scale * products);
                if (scale > 0 && error < least)
                {
                    (best, least) = (grid with { Scale = scale }, error);
                }
            }
        }

        return best;
    }

    /// <summary>Writes the integer of each number.</summary>
    public void Encode(ReadOnlySpan<float> block, Span<byte> codes)
    {
        var inverse = Step > 0 ? 1 / Step : 0;
        for (var i = 0; i < block.Length; i++)
        {
            codes[i] = (byte)Math.Clamp(MathF.Round(block[i] * inverse) + ZeroPoint, 0, Highest);
        }
    }

    private static NibbleGrid Between(float lowest, float highest, ElementType scaleType)
    {
        var scale = BlockQuantizer.Round((highest - lowest) / Highest, scaleType);

        // Below the smallest normal number the inverse would be infinite; such a block is 0.
        return scale >= SmallestNormal
            ? new NibbleGrid(scale, (int)Math.Clamp(MathF.Round(-lowest / scale), 0, Highest), scale)
            : new NibbleGrid(0, 0, 0);
    }

    // The sums of number times integer and of integer squared, integers counted from the zero point. Eight lanes whatever the machine has,
    // added in one order and without fused multiplications, so that every machine converts to the same bytes.
    private (double Products, double Squares) Sums(ReadOnlySpan<float> block)
    {
        var inverse = Vector256.Create(1 / Step);
        var low = Vector256.Create((float)-ZeroPoint);
        var high = Vector256.Create((float)(Highest - ZeroPoint));
        var products = Vector256<float>.Zero;
        var squares = Vector256<float>.Zero;
        foreach (var numbers in MemoryMarshal.Cast<float, Vector256<float>>(block))
        {
            var integers = Vector256.Min(Vector256.Max(Vector256.Round(numbers * inverse), low), high);
            products += numbers * integers;
            squares += integers * integers;
        }

        var (product, square) = (0.0, 0.0);
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
        {
            product += products[lane];
            square += squares[lane];
        }

        return (product, square);
    }
}
