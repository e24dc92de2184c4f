using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>Writes fp32 numbers as fp32 or fp16 (rounded to nearest, ties to even).</summary>
internal static class NumberWriter
{
    // Half of the distance to the next number above the largest, 65,504, is the first to round to infinity.
    private const float FirstOverflow = 65_520;

    /// <summary>The bytes of one number.</summary>
    public static int SizeOf(ElementType type) => type == ElementType.Float16 ? sizeof(ushort) : sizeof(float);

    /// <summary>The first number that a type or a quantiser cannot hold, or null.</summary>
    public static float? FindUnfit(ReadOnlySpan<float> numbers, ElementType type)
    {
        var limit = type == ElementType.Float16 ? FirstOverflow : float.PositiveInfinity;
        if (numbers.IsEmpty || MathF.Abs(TensorPrimitives.MaxMagnitude(numbers)) < limit)
        {
            return null;
        }

        foreach (var number in numbers)
        {
            if (!(MathF.Abs(number) < limit))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Writes numbers.</summary>
    /// <param name="file">The file to write to.</param>
    /// <param name="type"><see cref="ElementType.Float"/> or <see cref="ElementType.Float16"/>.</param>
    /// <param name="numbers">The numbers; <see cref="FindUnfit"/> found none.</param>
    public static void Write(OutputFile file, ElementType type, ReadOnlySpan<float> numbers)
    {
        if (type == ElementType.Float)
        {
            file.Write(MemoryMarshal.AsBytes(numbers));
            return;
        }

        var halves = new Half[numbers.Length];
        TensorPrimitives.ConvertToHalf(numbers, halves);
        file.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
    }
}
