using System.Text;
using InternLM3.Output;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Tools;

public sealed class ToolCallParserTests
{
    private const string Nested = "{\"name\": \"find_it\", \"parameters\": {\"a\": [1, 2.50, null, true, {\"b\": \"上海 \\ud83d\\ude00 \\\"x\\\"\"}], \"c\": \"\"}}";

    [Theory]
    [InlineData("{\"name\": \"f\", \"parameters\": {\"a\": 1.0}}", "f", "{\"a\": 1.0}")]
    [InlineData("{\"parameters\": {\"a\": 1}, \"name\": \"f\"}", "f", "{\"a\": 1}")]
    [InlineData("{\"name\": \"f\", \"arguments\": {\"a\": 1}}", "f", "{\"a\": 1}")]
    [InlineData("{\"name\": \"f\", \"arguments\": {\"a\": 1}, \"parameters\": {\"b\": 2}}", "f", "{\"b\": 2}")]
    [InlineData("{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}", "f", "{\"a\": 1}")]
    [InlineData("{\"name\": \"f\", \"parameters\": null}", "f", "{}")]
    [InlineData("{\"name\": \"f\"}", "f", "{}")]
    [InlineData("{\"name\": \"上海-查询\", \"parameters\": {}}", "上海-查询", "{}")]
    public void TryParse_ACall_GivesNameAndArguments(string text, string name, string arguments)
    {
        Assert.True(ToolCallParser.TryParse(text, out var before, out var call, out var after));
        Assert.Equal((name, arguments, null, text), (call.Name, call.Arguments, call.Error, call.Payload));
        Assert.Equal(("", ""), (before, after));
    }

    [Theory]
    [InlineData("{\"name\": \"f\", \"parameters\": {\"a\": 1}", "is no valid JSON")]
    [InlineData("{\"name\": \"f\", oops}", "is no valid JSON")]
    [InlineData("{\"name\": \"f\", \"parameters\": {\"a\": \"line\nbreak\"}}", "is no valid JSON")]
    [InlineData("{\"name\": \"f\", \"parameters\": [1]}", "no JSON object")]
    [InlineData("{\"name\": \"f\", \"parameters\": \"a\"}", "no JSON object")]
    public void TryParse_ABrokenCall_CarriesTheErrorAndItsText(string text, string problem)
    {
        Assert.True(ToolCallParser.TryParse(text, out _, out var call, out _));
        Assert.Equal("f", call.Name);
        Assert.Equal(text, call.Payload);
        Assert.Contains(problem, call.Error!.Message, StringComparison.Ordinal);
        Assert.NotEqual("", call.Arguments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("{}")]
    [InlineData("{\"name\": \"\"}")]
    [InlineData("{\"name\": 5}")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    [InlineData("{\"\\ud800\": 1, \"title\": 2}")]
    [InlineData("{\"title\": \"f\", ")]
    [InlineData("{\"a\": {\"name\": \"f\"}, ")]
    public void TryParse_NoName_IsNoCall(string text) => Assert.False(ToolCallParser.TryParse(text, out _, out _, out _));

    [Theory]
    [InlineData("\n{\"name\": \"f\"}\n", "", "")]
    [InlineData("x {\"name\": \"f\"}", "x ", "")]
    [InlineData("[{\"name\": \"上海\"}, {\"name\": \"g\"}]", "[", ", {\"name\": \"g\"}]")]
    public void TryParse_TextAround_HandsItBack(string text, string before, string after)
    {
        Assert.True(ToolCallParser.TryParse(text, out var actualBefore, out var call, out var actualAfter));
        Assert.Equal((before, after), (actualBefore, actualAfter));
        Assert.Equal(text, actualBefore + call.Payload + actualAfter);
    }

    [Fact]
    public void TryParse_MutatedCalls_LoseNothing() => CheckMutations(new Random(7), 5000);

    [Fact]
    [Trait("Tier", "Long")]
    public void TryParse_AHundredThousandMutatedCalls_LoseNothing() => CheckMutations(new Random(8), 100_000);

    private static void CheckMutations(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = Mutate(random);
            if (!ToolCallParser.TryParse(text, out var before, out var call, out var after))
            {
                continue;
            }

            var content = (FunctionCallContent)OutputContent.Create(new OutputEvent(OutputEventKind.ToolCall, call.Payload, call));

            Assert.Equal(text, before + call.Payload + after);
            Assert.NotEqual("", call.Name);
            Assert.Equal(content.Exception is null, content.Arguments is not null);
            Assert.Equal(call.Payload, content.RawRepresentation);
            Assert.NotEmpty(ToolText.Call(content));
        }
    }

    private static string Mutate(Random random)
    {
        string[] pieces = ["{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\n", "name", "5", "-", "null", "上", "😀", "\ud800", " ", "\0", "\"name\": \"g\"", "{\"name\": \"h\"}"];
        var text = new StringBuilder(Nested);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var (at, length) = (random.Next(text.Length + 1), random.Next(4));
            _ = random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(length, text.Length - at)),
                1 => text.Insert(at, pieces[random.Next(pieces.Length)]),
                _ => text.Remove(random.Next(2) * at, text.Length - at > 20 ? 0 : text.Length - at),
            };
        }

        return text.ToString();
    }
}
