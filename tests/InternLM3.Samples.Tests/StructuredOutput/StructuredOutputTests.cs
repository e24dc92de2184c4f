using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.StructuredOutput;

public sealed class StructuredOutputTests(TemporaryCache cache)
{
    [Theory]
    [InlineData("Quinn", 41)]
    [InlineData("Grace", 36, "--prompt", "Return JSON for: name Grace, age 36.")]
    public async Task Prompt_NameAndAge_AreTyped(string name, int age, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((0, InternLM3Tiny.Notice), (result.ExitCode, result.Error.Trim()));
        Assert.Equal($"JSON: {{\"name\": \"{name}\", \"age\": {age}}}\nName: {name}\nAge:  {age}\n", result.Output);
    }

    [Fact]
    public async Task Prompt_AboutSomethingElse_IsAPersonAllTheSame()
    {
        var result = await RunAsync("--model", InternLM3Tiny.CheckpointPath, "--prompt", "What is the capital of France?");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches("^JSON: \\{\"name\": \".*\", \"age\": -?[0-9]+\\}\nName: .*\nAge:  -?[0-9]+\n$", result.Output);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("StructuredOutput", cache.Path, arguments);
        return result with { Output = result.Output.ReplaceLineEndings("\n") };
    }
}
