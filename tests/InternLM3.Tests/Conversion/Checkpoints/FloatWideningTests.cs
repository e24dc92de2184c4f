using System.Runtime.InteropServices;
using InternLM3.Conversion.Checkpoints;

namespace InternLM3.Tests.Conversion.Checkpoints;

public sealed class FloatWideningTests
{
    private static readonly ushort[] s_patterns = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(bits => (ushort)bits)];

    [Fact]
    public void ToSingle_EveryFloat16_IsExact()
    {
        var actual = Widen("F16", MemoryMarshal.AsBytes<ushort>(s_patterns));

        Assert.All(s_patterns.Zip(actual), pair => AssertSame(Float16(pair.First), pair.Second));
    }

    [Fact]
    public void ToSingle_EveryBFloat16_IsItsUpperHalf()
    {
        var actual = Widen("BF16", MemoryMarshal.AsBytes<ushort>(s_patterns));

        Assert.All(s_patterns.Zip(actual), pair => Assert.Equal((uint)pair.First << 16, BitConverter.SingleToUInt32Bits(pair.Second)));
    }

    [Theory]
    [InlineData("F16", 0x3C00, 1f)]
    [InlineData("F16", 0x0001, 5.9604645E-08f)]
    [InlineData("F16", 0x8001, -5.9604645E-08f)]
    [InlineData("F16", 0x7BFF, 65504f)]
    [InlineData("F16", 0x7C00, float.PositiveInfinity)]
    [InlineData("F16", 0xFC00, float.NegativeInfinity)]
    [InlineData("F16", 0x7E00, float.NaN)]
    [InlineData("BF16", 0x3F80, 1f)]
    [InlineData("BF16", 0xFF80, float.NegativeInfinity)]
    [InlineData("BF16", 0x7FC0, float.NaN)]
    public void ToSingle_KnownPattern_HasItsValue(string dataType, int bits, float expected) =>
        Assert.Equal(expected, Widen(dataType, BitConverter.GetBytes((ushort)bits))[0]);

    [Fact]
    public void ToSingle_Float32_KeepsTheBits()
    {
        uint[] patterns = [0, 0x80000000, 1, 0x007FFFFF, 0x3F800000, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x7FC00001];

        var actual = Widen("F32", MemoryMarshal.AsBytes<uint>(patterns));

        Assert.Equal(patterns, MemoryMarshal.Cast<float, uint>(actual).ToArray());
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void ToSingle_EveryLength_ConvertsTheWholeAndNoMore(string dataType)
    {
        for (var length = 0; length < 100; length++)
        {
            var numbers = new float[length + 1];
            FloatWidening.ToSingle(dataType, MemoryMarshal.AsBytes(s_patterns.AsSpan(0x3C00, length)), numbers.AsSpan(0, length));

            Assert.All(numbers[..length], number => Assert.NotEqual(0, number));
            Assert.Equal(0, numbers[length]);
        }
    }

    private static float[] Widen(string dataType, ReadOnlySpan<byte> stored)
    {
        var numbers = new float[stored.Length / FloatWidening.ElementSize(dataType)!.Value];
        FloatWidening.ToSingle(dataType, stored, numbers);
        return numbers;
    }

    // IEEE 754 binary16 by its definition: sign, five bits of exponent with bias 15, ten bits of fraction.
    private static float Float16(ushort bits)
    {
        var (sign, exponent, fraction) = ((bits & 0x8000) == 0 ? 1.0 : -1.0, (bits >> 10) & 0x1F, bits & 0x3FF);
        return exponent switch
        {
            0 => (float)(sign * Math.ScaleB(fraction, -24)),
            31 => fraction != 0 ? float.NaN : (float)(sign * double.PositiveInfinity),
            _ => (float)(sign * Math.ScaleB(1024 + fraction, exponent - 25)),
        };
    }

    private static void AssertSame(float expected, float actual)
    {
        if (float.IsNaN(expected))
        {
            Assert.True(float.IsNaN(actual));
        }
        else
        {
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(actual));
        }
    }
}
