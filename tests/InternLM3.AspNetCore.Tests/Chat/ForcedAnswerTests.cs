using System.Text.Json;
using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tests.Support.Scripting;

namespace InternLM3.AspNetCore.Tests.Chat;

/// <summary>
/// Calls and formats that only the request asks for: <see cref="WireScript"/> does not know the question and would answer with text.
/// </summary>
public sealed class ForcedAnswerTests(ScriptedServer scripted)
{
    private const string Unknown = "Not in the script: ";
    private const string Question = "Mend the clock.";

    private const string Weather = """
        {"type": "object", "properties": {"city": {"enum": ["Oslo", "Shanghai"]}, "days": {"type": "integer", "minimum": 1, "maximum": 7}},
        "required": ["city", "days"], "additionalProperties": false}
        """;

    private const string Alarm = """
        {"type": "object", "properties": {"loud": {"type": "boolean"}}, "required": ["loud"], "additionalProperties": false}
        """;

    private const string Tools = $$$"""
        [{"type": "function", "function": {"name": "get_weather", "parameters": {{{Weather}}}}},
        {"type": "function", "function": {"name": "set_alarm", "parameters": {{{Alarm}}}}}]
        """;

    [Theory]
    [InlineData("")]
    [InlineData(""" "tool_choice": "auto", """)]
    [InlineData(""" "tool_choice": "none", """)]
    public async Task ToolChoice_NoCallAskedFor_GivesText(string choice)
    {
        var answer = await AskAsync($"""{choice} "tools": {Tools}""", "stop");

        Assert.StartsWith(Unknown, answer.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.False(answer.TryGetProperty("tool_calls", out _));
    }

    [Theory]
    [InlineData("\"required\"", "get_weather", "set_alarm")]
    [InlineData("""{"type": "function", "function": {"name": "get_weather"}}""", "get_weather")]
    [InlineData("""{"type": "function", "function": {"name": "set_alarm"}}""", "set_alarm")]
    [InlineData("""{"type": "allowed_tools", "mode": "required", "tools": [{"name": "get_weather"}]}""", "get_weather")]
    [InlineData("""{"type": "allowed_tools", "mode": "required", "tools": [{"name": "set_alarm"}]}""", "set_alarm")]
    public async Task ToolChoice_CallAskedFor_GivesACallThatConforms(string choice, params string[] names)
    {
        var answer = await AskAsync($""" "tool_choice": {choice}, "tools": {Tools}""", "tool_calls");

        var call = Assert.Single(answer.GetProperty("tool_calls").EnumerateArray()).GetProperty("function");
        var name = call.GetProperty("name").GetString()!;
        Assert.Contains(name, names);
        var arguments = TestServer.Parse(call.GetProperty("arguments").GetString()!);
        if (name == "get_weather")
        {
            AssertWeather(arguments);
        }
        else
        {
            Assert.Equal("loud", Assert.Single(arguments.EnumerateObject()).Name);
            Assert.Contains(arguments.GetProperty("loud").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
        }
    }

    [Fact]
    public async Task ResponseFormat_Schema_GivesJsonThatTheQuestionAloneDoesNot()
    {
        var text = (await AskAsync(""" "response_format": {"type": "text"}""", "stop")).GetProperty("content").GetString();
        var json = await AskAsync(
            $$$""" "response_format": {"type": "json_schema", "json_schema": {"name": "weather", "schema": {{{Weather}}}}}""", "stop");

        Assert.StartsWith(Unknown, text, StringComparison.Ordinal);
        AssertWeather(TestServer.Parse(json.GetProperty("content").GetString()!));
    }

    private static void AssertWeather(JsonElement weather)
    {
        Assert.Equal(2, weather.EnumerateObject().Count());
        Assert.Contains(weather.GetProperty("city").GetString(), (string[])["Oslo", "Shanghai"]);
        Assert.InRange(weather.GetProperty("days").GetInt32(), 1, 7);
    }

    /// <summary>The message that answers the question, asked with these fields.</summary>
    private async Task<JsonElement> AskAsync(string fields, string finishReason)
    {
        var answer = await scripted.Server.ChatAsync(
            $$"""{"messages": [{"role": "user", "content": "{{Question}}"}], "temperature": 0, "max_tokens": 200, {{fields}}}""");
        var choice = answer.GetProperty("choices")[0];
        Assert.Equal(finishReason, choice.GetProperty("finish_reason").GetString());
        return choice.GetProperty("message");
    }
}
