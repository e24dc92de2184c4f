using InternLM3.Tests.Support;

namespace InternLM3.Samples.Tests.MixedAgents;

public sealed class MixedAgentsTests(TemporaryCache cache)
{
    [Fact]
    public async Task Default_Questions_GoToTheDocumentsAndToThinking()
    {
        var result = await RunAsync();

        Assert.Equal(0, result.ExitCode);
        var lines = result.Output.Split('\n');
        var found = Assert.Single(lines, line => line.StartsWith("[docs.search]", StringComparison.Ordinal));
        Assert.Contains("1873", found, StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("bridges.md", StringComparison.Ordinal) && line.EndsWith("Supported", StringComparison.Ordinal));
        Assert.Contains("] 234 (after", Assert.Single(lines, line => line.StartsWith("[thinking", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("MixedAgents", cache.Path, arguments);
        return result with { Output = result.Output.ReplaceLineEndings("\n").TrimEnd() };
    }
}
