using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Cli.Tests.Commands;

public sealed class TokenizeCommandTests
{
    private static readonly Tokenizer s_tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    [Fact]
    public async Task Text_Plain_PrintsIdsAfterTheBeginToken()
    {
        Assert.Equal([Plain("Hello 世界\nthere", bos: true)], await CommandRun.LinesAsync("tokenize", "--text", "Hello 世界\nthere"));
        Assert.Equal([Plain("Hello", bos: false)], await CommandRun.LinesAsync("tokenize", "--text", "Hello", "--no-bos"));
        Assert.Equal([Plain("", bos: true)], await CommandRun.LinesAsync("tokenize", "--text", ""));
    }

    [Fact]
    public async Task Text_Json_PrintsAnArray()
    {
        Assert.Equal([Json("Hello there", bos: true)], await CommandRun.LinesAsync("tokenize", "--text", "Hello there", "--json"));
        Assert.Equal([Json("Hello there", bos: false)], await CommandRun.LinesAsync("tokenize", "--text", "Hello there", "--json", "--no-bos"));
        Assert.Equal(["[]"], await CommandRun.LinesAsync("tokenize", "--text", "", "--json", "--no-bos"));
    }

    [Theory]
    [InlineData("one\ntwo\n", "one", "two")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\r\ntwo\r\n", "one\r", "two\r")]
    [InlineData("one\rtwo\n", "one\rtwo")]
    [InlineData("\n\none\n", "", "", "one")]
    [InlineData("one\u2028two\u0085three\ffour\n", "one\u2028two\u0085three\ffour")]
    [InlineData("")]
    public async Task File_Lines_EndAtLineFeedsOnly(string content, params string[] lines)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["text.txt"], content);
        Assert.Equal(lines.Select(line => Plain(line, bos: true)), await CommandRun.LinesAsync("tokenize", "--file", folder["text.txt"]));
        Assert.Equal(lines.Select(line => Json(line, bos: false)), await CommandRun.LinesAsync("tokenize", "--file", folder["text.txt"], "--json", "--no-bos"));
    }

    [Fact]
    public async Task Model_OnlyTokenizerFiles_IsEnough()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "tokenizer.model", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(InternLM3Tiny.CheckpointPath, name), folder[name]);
        }

        Assert.Equal([Plain("Hello", bos: true)], await CommandRun.LinesAsync("tokenize", "--model", folder.Path, "--text", "Hello"));
    }

    private static string Plain(string text, bool bos) => string.Join(' ', Ids(text, bos));

    private static string Json(string text, bool bos) => $"[{string.Join(',', Ids(text, bos))}]";

    private static IEnumerable<int> Ids(string text, bool bos) => [.. bos ? [s_tokenizer.BosTokenId] : Array.Empty<int>(), .. s_tokenizer.Encode(text)];
}
