using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Tests.Results;

public sealed class IntervalTests
{
    // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void OfMean_RightAndWrong_IsWilsons(int right, int count, double low, double high)
    {
        var interval = Interval.OfMean([.. Enumerable.Repeat(1.0, right), .. Enumerable.Repeat(0.0, count - right)]);

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void OfMean_PartialCredit_IsTheStandardErrors()
    {
        // Mean 0.5, sample deviation 0.25: the half width is 1.96 * 0.25 / sqrt(4).
        var interval = Interval.OfMean([0.25, 0.5, 0.5, 0.75]);

        Assert.Equal(1.959964 * Math.Sqrt(0.125 / 3 / 4), (interval.High - interval.Low) / 2, 1e-6);
        Assert.Equal(0.5, (interval.High + interval.Low) / 2, 1e-12);
    }

    [Fact]
    public void OfMeanOfMeans_OneCategory_IsItsOwn()
    {
        double[] scores = [0, 0.5, 1, 0.75, 0.25];
        var (one, of) = (Interval.OfMeanOfMeans([scores]), Interval.OfMean(scores));

        Assert.Equal(of.Low, one.Low, 1e-12);
        Assert.Equal(of.High, one.High, 1e-12);
    }
}
