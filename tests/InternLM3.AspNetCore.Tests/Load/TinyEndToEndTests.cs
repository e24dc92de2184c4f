using System.Text.Json;
using InternLM3.AspNetCore.Tests.Support;

namespace InternLM3.AspNetCore.Tests.Load;

/// <summary>The server over a real engine, whatever its weights say.</summary>
[Collection(EngineAlone.Name)]
public sealed class TinyEndToEndTests(TinyServer tiny)
{
    [Fact]
    public async Task Chat_Greedy_StreamsTheWholeAnswer_AndItsUsageAddsUp()
    {
        const string Body = """
            {"messages": "Tell me five scenic spots", "temperature": 0, "max_tokens": 64, "return_token_ids": true, "stream": STREAM}
            """;
        var answer = await tiny.Server.ChatAsync(Body.Replace("STREAM", "false", StringComparison.Ordinal));
        using var stream = await tiny.Server.OpenAsync(Body.Replace("STREAM", "true", StringComparison.Ordinal));

        var choice = answer.GetProperty("choices")[0];
        Assert.Equal((choice.GetProperty("message").GetProperty("content").GetString()!, true), await stream.TextAsync());
        var usage = answer.GetProperty("usage");
        var (prompt, completion) = (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(answer.GetProperty("prompt_token_ids").GetArrayLength(), prompt);
        Assert.InRange(completion - choice.GetProperty("token_ids").GetArrayLength(), 0, 1);
        Assert.InRange(completion, 1, 64);
        Assert.Equal(prompt + completion, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Chat_JsonSchema_IsFollowed()
    {
        var answer = await tiny.Server.ChatAsync("""
            {"messages": "Return JSON for: name Quinn, age 41.", "temperature": 0, "response_format": {"type": "json_schema",
                "json_schema": {"name": "person", "strict": true, "schema": {
                    "type": "object", "required": ["name", "age"], "additionalProperties": false, "properties": {
                        "name": {"type": "string", "maxLength": 20}, "age": {"type": "integer", "minimum": 0, "maximum": 150}}}}}}
            """);

        using var person = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal(["name", "age"], person.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.InRange(person.RootElement.GetProperty("age").GetInt32(), 0, 150);
    }

    [Fact]
    public async Task Chat_RequiredTool_IsCalledWithItsArguments()
    {
        var answer = await tiny.Server.ChatAsync("""
            {"messages": "Hello", "temperature": 0, "tool_choice": "required", "tools": [{"type": "function", "function": {
                "name": "set_light", "parameters": {
                    "type": "object", "properties": {"on": {"type": "boolean"}}, "required": ["on"], "additionalProperties": false}}}]}
            """);

        var choice = answer.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        var function = choice.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("set_light", function.GetProperty("name").GetString());
        using var arguments = JsonDocument.Parse(function.GetProperty("arguments").GetString()!);
        Assert.True(arguments.RootElement.GetProperty("on").ValueKind is JsonValueKind.True or JsonValueKind.False);
    }
}
