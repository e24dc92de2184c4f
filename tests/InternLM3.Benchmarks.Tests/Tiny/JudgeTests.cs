using System.Text.Json;
using InternLM3.Benchmarks.Tiny;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tests.Tiny;

public sealed class JudgeTests
{
    [Theory]
    [InlineData("""{"contains": ["21", "sunny"]}""", "The weather is sunny, 21 degrees.", true)]
    [InlineData("""{"contains": ["21", "cloudy"]}""", "The weather is sunny, 21 degrees.", false)]
    [InlineData("""{"boxed": "95"}""", "1. 5 + 0 = 5\nThe answer is \\boxed{95}.", true)]
    [InlineData("""{"boxed": "95"}""", "The answer is 95.", false)]
    [InlineData("""{"number": "42"}""", "12 + 30 = 42.", true)]
    [InlineData("""{"number": "12"}""", "12 + 30 = 42.", false)]
    [InlineData("""{"contains": ["1873"], "cites": 2}""", "It was built in 1873 [2].", true)]
    [InlineData("""{"contains": ["1873"], "cites": 2}""", "It was built in 1873 [1][2].", false)]
    [InlineData("""{"contains": ["1873"], "cites": 2}""", "It was built in 1873.", false)]
    [InlineData("""{"declines": true}""", "I do not know. The documents do not say.", true)]
    [InlineData("""{"declines": true}""", "I do not know [1].", false)]
    [InlineData("""{"declines": true}""", "我不知道。文档中没有说明。", true)]
    [InlineData("""{"json": {"name": "Quinn", "age": 41}}""", """{"age": 41.0, "name": "Quinn"}""", true)]
    [InlineData("""{"json": {"name": "Quinn", "age": 41}}""", """{"name": "Quinn", "age": "41"}""", false)]
    [InlineData("""{"json": {"name": "Quinn"}}""", "no JSON", false)]
    [InlineData("""{"calls": []}""", "Words.", true)]
    public void IsRight_Text_DependsOnEveryCondition(string expected, string answer, bool right) =>
        Assert.Equal(right, Judge.IsRight(JsonElement.Parse(expected), new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)) { FinishReason = ChatFinishReason.Stop }));

    [Theory]
    [InlineData("""{"calls": [{"name": "f", "arguments": {"count": 3, "tags": ["a", "b"]}}]}""", true)]
    [InlineData("""{"calls": [{"name": "g", "arguments": {"count": 3, "tags": ["a", "b"]}}]}""", false)]
    [InlineData("""{"calls": [{"name": "f", "arguments": {"count": 3, "tags": ["b", "a"]}}]}""", false)]
    [InlineData("""{"calls": [{"name": "f", "arguments": {"count": 3}}]}""", false)]
    [InlineData("""{"calls": []}""", false)]
    [InlineData("""{"contains": []}""", false)]
    public void IsRight_ACall_NeedsNameAndArguments(string expected, bool right)
    {
        var call = new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["tags"] = JsonElement.Parse("""["a", "b"]"""), ["count"] = 3 });

        Assert.Equal(right, Judge.IsRight(JsonElement.Parse(expected), new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])) { FinishReason = ChatFinishReason.ToolCalls }));
    }

    [Fact]
    public void IsRight_AnAnswerThatWasCut_IsWrong() =>
        Assert.False(Judge.IsRight(JsonElement.Parse("""{"contains": ["a"]}"""), new ChatResponse(new ChatMessage(ChatRole.Assistant, "a")) { FinishReason = ChatFinishReason.Length }));
}
