using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.Thinking;

public sealed class ThinkingTests(TemporaryCache cache)
{
    [Fact]
    public async Task Default_Marbles_ReasonsAndFindsTheBox()
    {
        var result = await RunAsync();
        Assert.Equal((0, InternLM3Tiny.Notice), (result.ExitCode, result.Error.Trim()));
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("## Understanding", lines[0]);
        Assert.Equal(["The answer is \\boxed{95}.", "In the box: 95"], lines[^2..]);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Prompt_Greeting_HasNoBox()
    {
        var result = await RunAsync("--model", InternLM3Tiny.CheckpointPath, "--prompt", "你好");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("你好!有什么可以帮你的吗?\nThere is no boxed answer.\n", result.Output);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("Thinking", cache.Path, arguments);
        return result with { Output = result.Output.ReplaceLineEndings("\n") };
    }
}
