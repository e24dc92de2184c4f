using InternLM3.Benchmarks.Tiny;
using InternLM3.Conversion;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Tests.Tiny;

/// <summary>Floors under what the card's table says, with room for other processors' rounding.</summary>
public sealed class HeldOutTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, double> s_floors = new()
    {
        ["tool call"] = 0.45, ["two calls in one turn"] = 0.12, ["result used"] = 0.92, ["no call when none fits"] = 0.85, ["calculator call"] = 0.53, ["thinking, English"] = 0.65,
        ["thinking, Chinese"] = 0.7, ["arithmetic in the head"] = 0.78, ["documents, right citation"] = 0.45, ["documents, declined"] = 0.32, ["memory"] = 0.82, ["JSON"] = 0.72,
        ["known questions"] = 0.78, ["outside, English"] = 0.93, ["outside, Chinese"] = 0.75, ["repeating"] = 0.83,
    };

    [Fact]
    public async Task FewItems_AnsweredByTheProduct_AreAboveTheFloor()
    {
        var run = await RunAsync(limit: 3);

        Assert.Equal(16, run.Scores.Count);
        Assert.True(run.Scores.Sum(scores => scores.Sum()) >= 20, "of 48");
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
