using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// Widens stored floating-point numbers to fp32. Every value of the three types has an exact fp32 value, so nothing is rounded.
/// </summary>
internal static class FloatWidening
{
    /// <summary>The bytes of one element of a type this class widens, or null for another type.</summary>
    public static int? ElementSize(string dataType) => dataType switch
    {
        "F32" => sizeof(float),
        "F16" or "BF16" => sizeof(ushort),
        _ => null,
    };

    /// <summary>Widens numbers to fp32.</summary>
    /// <param name="dataType"><c>F32</c>, <c>F16</c> or <c>BF16</c>.</param>
    /// <param name="source">The stored bytes, little-endian.</param>
    /// <param name="destination">One number for each stored one.</param>
    public static void ToSingle(string dataType, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (dataType)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case "BF16":
                WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<float, uint>(destination));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dataType), dataType, "No floating-point type this library reads.");
        }
    }

    // bfloat16 is the upper half of an fp32 number.
    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<uint> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var low, out var high);
            (low << 16).CopyTo(destination[i..]);
            (high << 16).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (uint)source[i] << 16;
        }
    }
}
