using InternLM3.Storage;
using Microsoft.Extensions.Time.Testing;

namespace InternLM3.Tests.Storage;

public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Remaining_AfterASecond_IsTheRestAtTheRateSoFar()
    {
        var meter = new RateMeter(_time);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((100.0, TimeSpan.FromSeconds(8)), (meter.Rate(200), meter.Remaining(200, 800)));
    }

    [Theory]
    [InlineData(0.01, 100)]
    [InlineData(5, 0)]
    public void Remaining_SaysNothingYet_IsNull(double seconds, long moved)
    {
        var meter = new RateMeter(_time);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Null(meter.Remaining(moved, 1_000_000));
    }
}
