using InternLM3.Cli.Tests.Support;
using InternLM3.Cli.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Tests.Tools;

public sealed class ToolResultsTests : IDisposable
{
    private readonly JsonFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Take_OfAnArray_GoesInOrderWhateverIsCalled()
    {
        var results = await ReadAsync("""["one", { "two": 2 }, null]""");
        Assert.Equal(["\"one\"", """{ "two": 2 }""", "null"], new[] { "a", "b", "a" }.Select(name => results.Take(Call(name)).GetRawText()));
        Assert.Contains("all 3 results are used up", Assert.Throws<InternLM3Exception>(() => results.Take(Call("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_OfAnObject_GoesByNameEachTime()
    {
        var results = await ReadAsync("""{ "a": 1, "b": "x" }""");
        Assert.Equal(["1", "\"x\"", "1"], new[] { "a", "b", "a" }.Select(name => results.Take(Call(name)).GetRawText()));
        Assert.Contains("\"c\"", Assert.Throws<InternLM3Exception>(() => results.Take(Call("c"))).Message, StringComparison.Ordinal);
    }

    private Task<ToolResults> ReadAsync(string content) => ToolResults.ReadAsync(new FileInfo(_files.Add(content)), TestContext.Current.CancellationToken);

    private static FunctionCallContent Call(string name) => new("call_1", name);
}
