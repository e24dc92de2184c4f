using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tiny_Int4_WritesAFolderThatAnswers()
    {
        var result = await CommandRun.RunAsync("convert", "tiny", "--output", _folder["model"], "--precision", "int4", "--block", "64", "--lm-head", "int8", "--embeddings", "fp16");

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.StartsWith($"{_folder["model"]}: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("100 % of", result.Error, StringComparison.Ordinal);
        var manifest = await File.ReadAllTextAsync(_folder["model/internlm3.manifest.json"], TestContext.Current.CancellationToken);
        Assert.All(
            (string[])["\"precision\": \"int4\"", "\"target\": \"cpu\"", "\"block_size\": \"64\"", "\"lm_head\": \"int8\"", "\"embeddings\": \"fp16\""],
            setting => Assert.Contains(setting, manifest, StringComparison.Ordinal));
        Assert.NotEmpty(await CommandRun.LinesAsync("chat", "--model", _folder["model"], "--prompt", "Who are you?", "--temperature", "0"));
    }

    [Fact]
    public async Task Tiny_Cuda_ComputesInFp16()
    {
        await CommandRun.LinesAsync("convert", "tiny", "--output", _folder["model"], "--target", "cuda");

        var manifest = await File.ReadAllTextAsync(_folder["model/internlm3.manifest.json"], TestContext.Current.CancellationToken);
        Assert.Contains("\"precision\": \"fp16\"", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--precision", "int3")]
    [InlineData("--target", "tpu")]
    [InlineData("--block", "48", "--precision", "int4")]
    [InlineData("--block", "32")]
    [InlineData("--precision", "fp32", "--target", "cuda")]
    public async Task Options_ThatAreNoneOrDoNotGoTogether_AreUsageErrors(params string[] options)
    {
        Assert.NotEmpty(await CommandRun.RefusalAsync(ExitCode.Usage, ["convert", "tiny", "--output", _folder["model"], .. options]));
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [Fact]
    public async Task Output_Missing_IsAUsageError() => Assert.NotEmpty(await CommandRun.RefusalAsync(ExitCode.Usage, "convert", "tiny"));

    [Fact]
    public async Task Output_NotEmpty_IsRefused() =>
        Assert.Contains("is not an empty folder", await FailAsync("tiny", Path.GetDirectoryName(typeof(ConvertCommandTests).Assembly.Location)!), StringComparison.Ordinal);

    [Fact]
    public async Task Checkpoint_Missing_IsRefused() => Assert.Contains("is no folder", await FailAsync(_folder["none"], _folder["model"]), StringComparison.Ordinal);

    private static Task<string> FailAsync(string checkpoint, string output) => CommandRun.RefusalAsync(ExitCode.Failure, "convert", checkpoint, "--output", output);
}
