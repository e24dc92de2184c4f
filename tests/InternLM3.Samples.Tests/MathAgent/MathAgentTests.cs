using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.MathAgent;

public sealed class MathAgentTests(TemporaryCache cache)
{
    [Fact]
    public async Task Problem_Stamps_ThinksChecksAndBoxes()
    {
        var result = await RunAsync("", "--problem", "There are 26 boxes with 9 stamps each. How many stamps are there?");
        Assert.Equal((0, InternLM3Tiny.Notice), (result.ExitCode, result.Error.Trim()));
        Assert.StartsWith("## Understanding\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(" 0 wrong\n\\boxed{234}\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Input_OneProblemALine_SolvesEach()
    {
        var result = await RunAsync("Solve 7x + 12 = 96.\n你好\n\nignored\n", "--model", InternLM3Tiny.CheckpointPath);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\\boxed{12}\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("There is no boxed answer.\n", result.Output, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> RunAsync(string input, params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("MathAgent", cache.Path, arguments, input);
        return result with { Output = result.Output.ReplaceLineEndings("\n") };
    }
}
