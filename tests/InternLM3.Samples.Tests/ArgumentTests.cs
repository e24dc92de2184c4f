using InternLM3.Tests.Support;

namespace InternLM3.Samples.Tests;

/// <summary>What every sample with arguments does with wrong ones, and with a model that is not there.</summary>
public sealed class ArgumentTests(TemporaryCache cache)
{
    /// <summary>The samples, an option of each that takes a value, and one that must not be empty.</summary>
    public static TheoryData<string, string, string> Samples => new()
    {
        { "HelloChat", "--prompt", "" },
        { "Thinking", "--prompt", "--model" },
        { "Tools", "--prompt", "--model" },
        { "StructuredOutput", "--prompt", "--model" },
        { "MathAgent", "--problem", "--model" },
        { "RagAgent", "--question", "--folder" },
        { "MixedAgents", "--question", "--folder" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Main_WrongArguments_AreRefusedWithUsage(string sample, string option, string filled)
    {
        string[][] wrong = [[option], ["Hello"], .. filled.Length > 0 ? (string[][])[[filled, ""]] : []];
        foreach (var arguments in wrong)
        {
            var result = await ChildProcess.RunAsync(sample, cache.Path, arguments, "");

            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains($"Usage: {sample}", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Thinking")]
    [InlineData("Tools")]
    [InlineData("StructuredOutput")]
    [InlineData("MathAgent", "--problem", "1 + 1")]
    public async Task Main_NoModel_IsOneSentence(string sample, params string[] more)
    {
        using var empty = new TemporaryFolder();

        var result = await ChildProcess.RunAsync(sample, cache.Path, ["--model", empty["missing"], .. more], "");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(empty["missing"], Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
