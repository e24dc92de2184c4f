using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.Tests.Measuring;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void Median_AnyOrder_IsTheMiddle(double[] samples, double expected) => Assert.Equal(expected, Statistics.Median(samples), 1e-12);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(25, 20)]
    [InlineData(90, 46)]
    [InlineData(100, 50)]
    public void Percentile_FiveSamples_IsInterpolated(double percent, double expected) => Assert.Equal(expected, Statistics.Percentile([50, 10, 40, 20, 30], percent), 1e-12);

    [Fact]
    public void Percentile_NoSamples_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Percentile([], 50));

    [Fact]
    public void Ratio_DriftingRounds_IsTheMedianOfTheRoundsRatios()
    {
        var figures = new Figures();
        foreach (var speed in (double[])[1, 10, 100])
        {
            figures.Add("ours", 2 * speed);
            figures.Add("theirs", speed);
        }

        Assert.Equal(2, figures.Ratio("ours", "theirs"));
        Assert.Null(figures.Ratio("ours", "missing"));
    }

    [Theory]
    [InlineData(123456.7, 123460)]
    [InlineData(0.00123456, 0.0012346)]
    [InlineData(0, 0)]
    public void Round_Any_KeepsFiveDigits(double value, double expected) => Assert.Equal(expected, Figures.Round(value));
}
