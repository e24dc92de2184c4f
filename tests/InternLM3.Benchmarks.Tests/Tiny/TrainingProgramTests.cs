using InternLM3.Benchmarks.Tests.Support;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tests.Tiny;

/// <summary>The program that makes InternLM3-Tiny: src/InternLM3.Tiny/training.</summary>
[Trait("Tier", "Long")]
public sealed class TrainingProgramTests
{
    [Fact]
    public async Task Smoke_EveryStage_MakesACheckpointTheProductLoads()
    {
        var (missing, _) = await TinySources.RunPythonAsync("-c", "import torch, sentencepiece");
        Assert.SkipWhen(missing != 0, "Not run: PyTorch or SentencePiece is missing; apt-get install python3-torch python3-sentencepiece.");
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await TinySources.RunPythonAsync("-m", "tiny", "--smoke", "--out", folder["run"]);
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await TinySources.RunPythonAsync("-m", "tiny", "--smoke", "--out", folder["on"], "--init", folder["run/checkpoint"]);
        Assert.True(exitCode == 0, output);

        foreach (var run in (string[])["run", "on"])
        {
            await using var client = new InternLM3ChatClient(folder[$"{run}/checkpoint"], new InternLM3Options { CacheDirectory = folder["cache"] });
            var response = await client.GetResponseAsync("Hello", new ChatOptions { Temperature = 0, MaxOutputTokens = 8 }, TestContext.Current.CancellationToken);
            Assert.InRange(response.Usage!.OutputTokenCount!.Value, 1, 8);
        }
    }

    [Fact]
    public async Task HeldOut_WordsPhrasesAndQuestions_AreNotInTraining()
    {
        var (exitCode, output) = await TinySources.RunPythonAsync("-m", "tiny.heldout", "--check");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task HeldOut_WrittenAnew_IsTheFileOfTheEvaluation()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await TinySources.RunPythonAsync("-m", "tiny.heldout", "--out", folder["items.jsonl.gz"]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(await ReadAsync(Path.Combine(TinySources.Folder, "../../tests/InternLM3.Benchmarks/Tiny/heldout.jsonl.gz")), await ReadAsync(folder["items.jsonl.gz"]));
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress);
        return await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
