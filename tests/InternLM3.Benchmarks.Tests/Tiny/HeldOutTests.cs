using InternLM3.Benchmarks.Tiny;
using InternLM3.Conversion;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Tests.Tiny;

/// <summary>Floors under what the card's table says, with room for other processors' rounding.</summary>
public sealed class HeldOutTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, double> s_floors = new()
    {
        ["tool call"] = 0.25, ["result used"] = 0.9, ["no call when none fits"] = 0.7, ["calculator call"] = 0.5, ["thinking, English"] = 0.55, ["thinking, Chinese"] = 0.4,
        ["arithmetic in the head"] = 0.6, ["documents, right citation"] = 0.07, ["documents, declined"] = 0.12, ["memory"] = 0.75, ["JSON"] = 0.48, ["known questions"] = 0.85,
        ["outside, English"] = 0.9, ["outside, Chinese"] = 0.7, ["repeating"] = 0.3,
    };

    [Fact]
    public async Task FewItems_AnsweredByTheProduct_AreAboveTheFloor()
    {
        var run = await RunAsync(limit: 3);

        Assert.Equal(16, run.Scores.Count);
        Assert.True(run.Scores.Sum(scores => scores.Sum()) >= 6, "of 48");
    }

    [Fact]
    [Trait("Tier", "Long")]
    public async Task AllItems_AnsweredByTheProduct_AreAboveTheFloors()
    {
        var run = await RunAsync(int.MaxValue);

        Assert.All(s_floors, floor => Assert.True(run.Scores[floor.Key].Average() >= floor.Value, floor.Key));
    }

    private async Task<HeldOutRun> RunAsync(int limit)
    {
        var run = await HeldOutRun.TakeAsync(
            InternLM3Tiny.CheckpointPath, new ConversionOptions { Precision = WeightPrecision.Fp32 }, HeldOutItem.ReadAll(limit), TestContext.Current.CancellationToken);
        output.WriteLine(HeldOutTable.Write([("fp32", run)]));
        return run;
    }
}
