using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

[Trait("Tier", "Long")]
public sealed class SpmEncodeTests
{
    private const int Lines = 20_000;

    [Fact]
    public Task Encode_20000LinesWithTiny_GivesTheIdsOfSpmEncode() =>
        Compare(Tokenizer.Load(InternLM3Tiny.CheckpointPath), Path.Combine(InternLM3Tiny.CheckpointPath, "tokenizer.model"), seed: 1);

    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public async Task Encode_20000Lines_GivesTheIdsOfSpmEncode(string model)
    {
        using var folder = new TemporaryFolder();
        GoldenModel.Write(folder, GoldenModel.Bytes(model));
        await Compare(Tokenizer.Load(folder.Path), folder["tokenizer.model"], seed: 2 + model.Length);
    }

    private static async Task Compare(Tokenizer tokenizer, string modelPath, int seed)
    {
        using var folder = new TemporaryFolder();
        var text = new MixedText(seed);
        var lines = Enumerable.Range(0, Lines).Select(_ => text.Line()).ToArray();
        await File.WriteAllTextAsync(folder["lines"], string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        await RunAsync("spm_encode", $"--model={modelPath}", "--output_format=id", $"--input={folder["lines"]}", $"--output={folder["ids"]}");
        var expected = await File.ReadAllLinesAsync(folder["ids"]);

        Assert.Equal(Lines, expected.Length);
        for (var i = 0; i < Lines; i++)
        {
            Assert.True(expected[i] == string.Join(' ', tokenizer.Encode(lines[i])), $"line {i + 1}: {lines[i]}");
        }
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, errors);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{command} is not installed: run apt-get install sentencepiece.", e);
        }
    }
}
