using System.Text;
using InternLM3.Evaluation.Running;
using InternLM3.Tests.Support;

namespace InternLM3.Evaluation.Tests.Running;

public sealed class ResultLogTests
{
    private static ItemResult Result(string item) => new() { Task = "t", Item = item, Repeat = 0, Settings = "s", Score = 0.5, Answer = "你好\n\"x\"", Measures = new Dictionary<string, Measure> { ["m"] = new(1, 2) } };

    [Fact]
    public async Task Append_ManyAtOnce_AllAreRead()
    {
        using var folder = new TemporaryFolder();
        await using (var log = ResultLog.Open(folder["log"]))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => log.AppendAsync(Result($"{i}"))));
        }

        var read = ResultLog.Read(folder["log"]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}").Order(), read.Select(result => result.Item).Order());
        Assert.All(read, result => Assert.Equal(("你好\n\"x\"", 0.5, new Measure(1, 2)), (result.Answer, result.Score, result.Measures!["m"])));
    }

    [Fact]
    public async Task Open_CutAtEveryByte_KeepsTheWholeLinesAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        await using (var log = ResultLog.Open(folder["log"]))
        {
            await log.AppendAsync(Result("first"));
            await log.AppendAsync(Result("second"));
        }

        var bytes = await File.ReadAllBytesAsync(folder["log"]);
        var first = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var length = first; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(folder["torn"], bytes[..length]);
            await using (var log = ResultLog.Open(folder["torn"]))
            {
                Assert.Equal("first", Assert.Single(log.Results).Item);
                await log.AppendAsync(Result("third"));
            }

            Assert.Equal(["first", "third"], ResultLog.Read(folder["torn"]).Select(result => result.Item));
        }
    }

    [Fact]
    public async Task Open_WhileAnotherWrites_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var log = ResultLog.Open(folder["log"]);
        await log.AppendAsync(Result("first"));

        Assert.Contains("another run", Assert.Throws<EvaluationException>(() => ResultLog.Open(folder["log"])).Message, StringComparison.Ordinal);
        Assert.Single(ResultLog.Read(folder["log"]));
    }

    [Fact]
    public void Open_SomethingElse_NamesTheLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["log"], Encoding.UTF8.GetBytes("hello\n"));

        Assert.Contains("line 1", Assert.Throws<EvaluationException>(() => ResultLog.Open(folder["log"])).Message, StringComparison.Ordinal);
        Assert.Equal("hello\n", File.ReadAllText(folder["log"]));
    }
}
