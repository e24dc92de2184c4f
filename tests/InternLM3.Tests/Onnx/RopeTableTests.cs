using InternLM3.Onnx;

namespace InternLM3.Tests.Onnx;

public sealed class RopeTableTests
{
    // Angles of InternLM3-8B (base 5e7, head 128), computed independently in double precision.
    [Theory]
    [InlineData(0, 5, 1.0, 0.0)]
    [InlineData(100, 1, 0.9180040687, 0.3965709645)]
    [InlineData(32767, 32, -0.0783550014, -0.9969255207)]
    public void Constructor_8BShape_HoldsTheAnglesOfTheFormula(int position, int pair, double cos, double sin)
    {
        using var table = new RopeTable(5e7, headDimension: 128, positions: 32768);

        Assert.Equal(cos, table.Cos.Span[(position * 64) + pair], 1e-7);
        Assert.Equal(sin, table.Sin.Span[(position * 64) + pair], 1e-7);
    }

    [Theory]
    [InlineData(10_000, 16)]
    [InlineData(100_000, 64)]
    public void Constructor_AnyShape_EqualsTheFormulaEverywhere(double ropeBase, int headDimension)
    {
        const int Positions = 300;
        using var table = new RopeTable(ropeBase, headDimension, Positions);

        for (var position = 0; position < Positions; position++)
        {
            for (var i = 0; i < headDimension / 2; i++)
            {
                var angle = position / Math.Pow(ropeBase, 2.0 * i / headDimension);
                Assert.Equal(Math.Cos(angle), table.Cos.Span[(position * headDimension / 2) + i], 1e-6);
                Assert.Equal(Math.Sin(angle), table.Sin.Span[(position * headDimension / 2) + i], 1e-6);
            }
        }
    }
}
