using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Tests.Results;

public sealed class PairedTestTests
{
    // Twice the tail of a fair coin, by hand: 2 * (1 + 10) / 1024; 2 / 32; 2 * (1 + 20 + 190 + 1140 + 4845 + 15504) / 2^20.
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(9, 1, 0.021484375)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(5, 15, 0.04138946533203125)]
    [InlineData(4, 4, 1)]
    public void McNemar_Splits_HaveTheExactProbability(int first, int second, double p) => Assert.Equal(p, PairedTest.McNemar(first, second), 1e-12);

    [Fact]
    public void McNemar_Thousands_StaysANumber() => Assert.InRange(PairedTest.McNemar(3000, 3300), 0.0001, 0.0003);

    [Fact]
    public void Bootstrap_SameScores_SeesNoDifference()
    {
        var (low, high, p) = PairedTest.Bootstrap(new double[50]);

        Assert.Equal((0, 0, 1), (low, high, p));
    }

    [Fact]
    public void Bootstrap_ClearDifference_IsSignificantAndMirrored()
    {
        double[] differences = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? -0.2 : 0.4)];
        var (low, high, p) = PairedTest.Bootstrap(differences);
        var (mirroredLow, mirroredHigh, mirroredP) = PairedTest.Bootstrap([.. differences.Select(difference => -difference)]);

        Assert.InRange(differences.Average(), low, high);
        Assert.True(low > 0 && p < 0.001, $"{low} to {high}, p = {p}");
        Assert.Equal((-high, -low, p), (mirroredLow, mirroredHigh, mirroredP), new Close());
    }

    private sealed class Close : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) => Math.Abs(x.Item1 - y.Item1) < 0.01 && Math.Abs(x.Item2 - y.Item2) < 0.01 && x.Item3 == y.Item3;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
