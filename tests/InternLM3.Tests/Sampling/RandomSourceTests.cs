using InternLM3.Sampling;

namespace InternLM3.Tests.Sampling;

public sealed class RandomSourceTests
{
    // Computed from the published algorithms with Python's integers.
    [Theory]
    [InlineData(0, 0.6012629994179048, 0.7477740925472398, 0.10301998939503632)]
    [InlineData(42, 0.08386297105988216, 0.3789802506626686, 0.6800434110281394)]
    [InlineData(-1, 0.5598927040505212, 0.7674350796247662, 0.5072966666942884)]
    public void NextDouble_KnownSeed_GivesTheKnownNumbers(long seed, double first, double second, double third)
    {
        var random = new RandomSource(seed);

        Assert.Equal([first, second, third], new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() });
    }
}
