using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.RagAgent;

public sealed class RagAgentTests(TemporaryCache cache)
{
    [Fact]
    public async Task Default_Question_IsAnsweredAndItsSourceChecked()
    {
        using var folder = Documents();

        var result = await RunAsync("--folder", folder.Path);

        Assert.Equal((0, InternLM3Tiny.Notice), (result.ExitCode, result.Error.Trim()));
        Assert.Contains("5 files indexed, 0 unchanged, 0 removed, 0 failed", result.Output, StringComparison.Ordinal);
        Assert.Contains("The Zora Bridge was built in 1873 [", result.Output, StringComparison.Ordinal);
        var source = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("| [", StringComparison.Ordinal));
        Assert.Contains("bridges.md", source, StringComparison.Ordinal);
        Assert.Contains("Supported", source, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Folder_SecondRun_FindsTheIndexOnDisk()
    {
        using var folder = Documents();
        await RunAsync("--folder", folder.Path);

        var result = await RunAsync("--folder", folder.Path, "--question", "When does the Plona Museum open?", "--question", "When was the Zora Bridge built?");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("0 files indexed, 5 unchanged", result.Output, StringComparison.Ordinal);
        Assert.Contains("9:30", result.Output, StringComparison.Ordinal);
        Assert.Contains("museum.html", result.Output, StringComparison.Ordinal);
        Assert.Contains("> When was the Zora Bridge built?", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_Missing_IsOneSentence()
    {
        using var empty = new TemporaryFolder();
        var result = await RunAsync("--model", InternLM3Tiny.CheckpointPath, "--folder", empty["missing"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>The sample's documents, without an index.</summary>
    private static TemporaryFolder Documents()
    {
        var folder = new TemporaryFolder();
        var documents = Path.Combine(Path.GetDirectoryName(ChildProcess.Executable("RagAgent"))!, "documents");
        foreach (var file in Directory.GetFiles(documents))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        return folder;
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await ChildProcess.RunAsync("RagAgent", cache.Path, arguments);
        return result with { Output = result.Output.ReplaceLineEndings("\n") };
    }
}
