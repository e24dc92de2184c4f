using InternLM3.Cli.Tests.Support;
using InternLM3.Cli.Tools;

namespace InternLM3.Cli.Tests.Tools;

public sealed class ToolsFileTests : IDisposable
{
    private readonly JsonFiles _files = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task ReadAsync_NameAlone_TakesNoParameters()
    {
        var tool = Assert.Single(await ToolsFile.ReadAsync(new FileInfo(_files.Add("""[{ "name": "now" }]""")), Cancellation));
        Assert.Equal(("now", "", """{"type": "object", "properties": {}}"""), (tool.Name, tool.Description, tool.JsonSchema.GetRawText()));
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMarkAndChinese_AreRead()
    {
        var tools = await ToolsFile.ReadAsync(new FileInfo(_files.Add("\uFEFF" + """[{ "name": "天气", "description": "查天气", "parameters": { "type": "object" } }, { "name": "b" }]""")), Cancellation);
        Assert.Equal(["天气", "b"], tools.Select(tool => tool.Name));
        Assert.Equal(("查天气", """{ "type": "object" }"""), (tools[0].Description, tools[0].JsonSchema.GetRawText()));
    }

    [Theory]
    [InlineData("""{ "name": "a" }""", "array")]
    [InlineData("[]", "at least one")]
    [InlineData("""["a"]""", "tool 0 is no object")]
    [InlineData("""[{ "name": "a" }, {}]""", "tool 1 has no name")]
    [InlineData("""[{ "name": " " }]""", "tool 0 has no name")]
    [InlineData("""[{ "name": "a" }, { "name": "a" }]""", "two tools are named \"a\"")]
    [InlineData("""[{ "name": 1 }]""", "\"name\" of tool 0")]
    [InlineData("""[{ "name": "a", "strict": true }]""", "\"strict\" of tool 0")]
    [InlineData("""[{ "name": "a", "parameters": [] }]""", "\"parameters\" of tool 0")]
    [InlineData("[{", "no JSON")]
    public async Task ReadAsync_SomethingElse_IsOneSentenceThatNamesTheFile(string content, string problem)
    {
        var file = _files.Add(content);
        var error = await Assert.ThrowsAsync<InternLM3Exception>(() => ToolsFile.ReadAsync(new FileInfo(file), Cancellation));
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
