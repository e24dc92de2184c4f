using FsCheck;
using FsCheck.Fluent;
using InternLM3.Conversion.Graphs;
using InternLM3.Conversion.Quantization;

namespace InternLM3.Tests.Conversion.Quantization;

public sealed class BlockQuantizerTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithReplay(ReplayOf(20_251_124, 3));

    [Fact]
    public void Quantize_FourBits_EveryNumberIsWithinHalfAStepOfItsValue() => Check(numbers =>
    {
        var (values, scales) = Quantize(numbers, 4, 32, search: false);
        return numbers.Zip(values).Select((pair, i) => Math.Abs(pair.First - pair.Second) <= scales[i / 32] * 0.501f + Math.Abs(pair.First) * 1e-5f
            || Math.Abs(pair.First - pair.Second) <= scales[i / 32] * 1.01f && IsExtreme(numbers, i)).All(ok => ok);
    });

    [Fact]
    public void Quantize_EightBits_EveryNumberIsWithinHalfAStepOfItsValue() => Check(numbers =>
    {
        var (values, scales) = Quantize(numbers, 8, 32, search: false);
        return numbers.Zip(values).Select((pair, i) => Math.Abs(pair.First - pair.Second) <= (scales[i / 32] * 0.501f) + (Math.Abs(pair.First) * 1e-5f)).All(ok => ok);
    });

    [Fact]
    public void Quantize_ScaleSearch_NeverHasTheLargerError() => Check(numbers =>
        Error(numbers, Quantize(numbers, 4, 32, search: true).Values) <= (Error(numbers, Quantize(numbers, 4, 32, search: false).Values) * 1.00001) + 1e-30);

    [Theory]
    [InlineData(32, 0.97)]
    [InlineData(64, 0.93)]
    [InlineData(128, 0.89)]
    public void Quantize_ScaleSearchOnNormalNumbers_LowersTheSquaredError(int blockSize, double atMost)
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 128 * 256).Select(_ => (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5)).ToArray();

        var ratio = Error(numbers, Quantize(numbers, 4, blockSize, search: true).Values) / Error(numbers, Quantize(numbers, 4, blockSize, search: false).Values);

        Assert.InRange(ratio, 0.5, atMost);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Quantize_Zeros_StayZeros(int bits) => Assert.All(Quantize(new float[40], bits, 32, search: true).Values, value => Assert.Equal(0, value));

    [Fact]
    public void Quantize_NumbersOnAGrid_AreKept()
    {
        float[] numbers = [.. Enumerable.Range(0, 32).Select(i => ((i * 7 % 16) - 5) * 0.25f)];

        Assert.Equal(numbers, Quantize(numbers, 4, 32, search: false).Values);
    }

    [Fact]
    public void Quantize_HalfScales_AreHalves()
    {
        var random = new Random(2);
        var (_, scales) = Quantize([.. Enumerable.Range(0, 1024).Select(_ => random.NextSingle() - 0.3f)], 4, 32, search: true, ElementType.Float16);

        Assert.All(scales, scale => Assert.Equal(scale, (float)(Half)scale));
    }

    private static Replay ReplayOf(ulong seed, ulong gamma) => new(new Rnd(seed, gamma), null);

    private static void Check(Func<float[], bool> holds) => Prop.ForAll(
        Gen.Choose(1, 100).SelectMany(length => Gen.Choose(-1_000_000, 1_000_000).ArrayOf(length))
            .Zip(Gen.Elements(1e-6f, 1e-3f, 1f, 1e4f), (numbers, unit) => Array.ConvertAll(numbers, number => number * unit / 1000)).ToArbitrary(),
        holds).Check(s_config);

    // The extremes may lie half a step outside the grid, because the zero point is a whole number.
    private static bool IsExtreme(float[] numbers, int index)
    {
        var block = numbers.Skip(index / 32 * 32).Take(32).Append(0).ToArray();
        var step = (block.Max() - block.Min()) / 15;
        return numbers[index] >= block.Max() - step || numbers[index] <= block.Min() + step;
    }

    private static double Error(float[] numbers, float[] values) => numbers.Zip(values, (a, b) => (double)(a - b) * (a - b)).Sum();

    private static (float[] Values, float[] Scales) Quantize(float[] numbers, int bits, int blockSize, bool search, ElementType scaleType = ElementType.Float)
    {
        var shape = new BlockShape(bits, blockSize, numbers.Length);
        var bytes = new byte[shape.RowBytes];
        var scales = new float[shape.Blocks];
        var zeroPoints = new byte[shape.ZeroPointBytes];
        new BlockQuantizer(shape, search, scaleType).Quantize(numbers, bytes, scales, zeroPoints);
        return ([.. numbers.Select((_, i) => bits == 8
            ? (bytes[i] - 128) * scales[i / blockSize]
            : (Nibble(bytes, i) - Nibble(zeroPoints, i / blockSize)) * scales[i / blockSize])], scales);
    }

    private static int Nibble(byte[] bytes, int index) => (bytes[index / 2] >> (4 * (index % 2))) & 15;
}
