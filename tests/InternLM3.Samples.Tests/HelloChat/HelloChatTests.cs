using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Samples.Tests.HelloChat;

public sealed class HelloChatTests(TemporaryCache cache)
{
    // The sample samples as the model card says, so an answer varies; what this asks for was in each of 15 runs.
    [Fact]
    public async Task Prompt_ScenicSpots_NamesShanghai()
    {
        for (var run = 0; run < 3; run++)
        {
            var result = await RunAsync(["--prompt", "Please tell me five scenic spots in Shanghai"]);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("Shanghai", result.Output, StringComparison.Ordinal);
            Assert.Contains("5. ", result.Output, StringComparison.Ordinal);
            Assert.Equal(InternLM3Tiny.Notice, result.Error.Trim());
        }
    }

    [Fact]
    public async Task Conversation_TwoTurns_RemembersTheName()
    {
        var result = await RunAsync([], "My name is Quinn.\nWhat is my name?\n\nWho are you?\n");
        Assert.Equal(0, result.ExitCode);
        var answers = result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(2, answers.Length);
        Assert.Contains("Quinn", answers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_NoInput_Ends() => Assert.Equal(0, (await RunAsync([])).ExitCode);

    [Fact]
    public async Task Model_CheckpointFolder_IsTakenWithoutNotice()
    {
        var result = await RunAsync(["--model", InternLM3Tiny.CheckpointPath, "--prompt", "Who are you?"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.NotEmpty(result.Output.Trim());
    }

    [Theory]
    [InlineData("--model")]
    [InlineData("--temperature", "0")]
    [InlineData("--prompt", "Hello", "--model", "")]
    public async Task Arguments_Wrong_AreRefusedWithUsage(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("Usage: HelloChat", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task NativeRuntime_Missing_IsOneSentenceThatNamesThePackage()
    {
        using var folder = new TemporaryFolder();
        var executable = ChildProcess.Executable("HelloChat");
        var built = Path.GetDirectoryName(executable)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).Contains("onnxruntime", StringComparison.Ordinal)))
        {
            var copy = folder[Path.GetRelativePath(built, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var result = await ChildProcess.RunFileAsync(folder[Path.GetFileName(executable)], cache.Path, ["--prompt", "Hello"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("add the package Microsoft.ML.OnnxRuntime to the application.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_NoFolder_IsOneSentence()
    {
        using var empty = new TemporaryFolder();
        foreach (var folder in new[] { empty.Path, empty["missing"] })
        {
            var result = await RunAsync(["--model", folder, "--prompt", "Hello"]);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Contains(folder, result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.Trim().Split('\n'));
        }
    }

    private Task<ProcessResult> RunAsync(string[] arguments, string input = "") => ChildProcess.RunAsync("HelloChat", cache.Path, arguments, input);
}
