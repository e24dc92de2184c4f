using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.Tools;

public sealed class ToolsTests(TemporaryCache cache)
{
    [Fact]
    public async Task Default_Arithmetic_CallsTheFunctionAndAnswersWithItsResult()
    {
        var result = await RunAsync();
        Assert.Equal((0, InternLM3Tiny.Notice), (result.ExitCode, result.Error.Trim()));
        Assert.Equal("[evaluate] (12 + 30) * 7 -> 294\n(12 + 30) * 7 = 294.\n", result.Output);
    }

    [Fact]
    public async Task Prompt_Greeting_CallsNothing()
    {
        var result = await RunAsync("--model", InternLM3Tiny.CheckpointPath, "--prompt", "你好");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("你好!有什么可以帮你的吗?\n", result.Output);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("Tools", cache.Path, arguments);
        return result with { Output = result.Output.ReplaceLineEndings("\n") };
    }
}
