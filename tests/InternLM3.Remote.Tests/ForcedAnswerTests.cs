using System.Text.Json;
using InternLM3.Remote.Tests.Support;
using InternLM3.Tests.Support.Scripting;
using Microsoft.Extensions.AI;

namespace InternLM3.Remote.Tests;

/// <summary>
/// Calls and formats that only the request asks for: <see cref="WireScript"/> does not know the question and would answer with text.
/// </summary>
public sealed class ForcedAnswerTests(ScriptedOverHttp scripted)
{
    private const string Unknown = "Not in the script: ";
    private const string Question = "Mend the clock.";

    private static readonly JsonElement s_weather = JsonElement.Parse("""
        {"type": "object", "properties": {"city": {"enum": ["Oslo", "Shanghai"]}, "days": {"type": "integer", "minimum": 1, "maximum": 7}},
        "required": ["city", "days"], "additionalProperties": false}
        """);

    private static readonly JsonElement s_alarm = JsonElement.Parse("""
        {"type": "object", "properties": {"loud": {"type": "boolean"}}, "required": ["loud"], "additionalProperties": false}
        """);

    private enum Part
    {
        Spring,
        Hand,
    }

    [Fact]
    public async Task ToolMode_NoCallAskedFor_GivesText()
    {
        foreach (var mode in (ChatToolMode?[])[null, ChatToolMode.Auto, ChatToolMode.None])
        {
            var response = await AskAsync(Offer(mode), ChatFinishReason.Stop);

            Assert.StartsWith(Unknown, response.Text, StringComparison.Ordinal);
            Assert.Empty(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("get_weather")]
    [InlineData("set_alarm")]
    public async Task ToolMode_Required_GivesACallThatConforms(string? name)
    {
        var response = await AskAsync(
            Offer(name is null ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(name)), ChatFinishReason.ToolCalls);

        var call = Assert.Single(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Null(call.Exception);
        Assert.Equal(name ?? call.Name, call.Name);
        var arguments = JsonSerializer.SerializeToElement(call.Arguments);
        if (call.Name == "get_weather")
        {
            AssertWeather(arguments);
        }
        else
        {
            Assert.Equal("set_alarm", call.Name);
            Assert.Equal("loud", Assert.Single(arguments.EnumerateObject()).Name);
            Assert.Contains(arguments.GetProperty("loud").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
        }
    }

    [Fact]
    public async Task ResponseFormat_Schema_GivesJsonThatTheQuestionAloneDoesNot()
    {
        var text = await AskAsync(Greedy(), ChatFinishReason.Stop);
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(s_weather, "weather");
        var json = await AskAsync(options, ChatFinishReason.Stop);

        Assert.StartsWith(Unknown, text.Text, StringComparison.Ordinal);
        AssertWeather(JsonElement.Parse(json.Text));
    }

    [Fact]
    public async Task TypedAnswer_ToAQuestionTheModelAnswersWithText_IsRead()
    {
        var response = await scripted.Remote.GetResponseAsync<Finding>(Question, Greedy());

        Assert.True(response.TryGetResult(out var finding), response.Text);
        Assert.True(Enum.IsDefined(finding.Broken));
    }

    private static ChatOptions Greedy() => new() { Temperature = 0, MaxOutputTokens = 200 };

    private static ChatOptions Offer(ChatToolMode? mode)
    {
        var options = Greedy();
        options.ToolMode = mode;
        options.Tools =
        [
            AIFunctionFactory.CreateDeclaration("get_weather", "", s_weather),
            AIFunctionFactory.CreateDeclaration("set_alarm", "", s_alarm),
        ];
        return options;
    }

    private static void AssertWeather(JsonElement weather)
    {
        Assert.Equal(2, weather.EnumerateObject().Count());
        Assert.Contains(weather.GetProperty("city").GetString(), (string[])["Oslo", "Shanghai"]);
        Assert.InRange(weather.GetProperty("days").GetInt32(), 1, 7);
    }

    private async Task<ChatResponse> AskAsync(ChatOptions options, ChatFinishReason finishReason)
    {
        var response = await scripted.Remote.GetResponseAsync(Question, options);
        Assert.Equal(finishReason, response.FinishReason);
        return response;
    }

    private sealed record Finding(Part Broken, bool Sure);
}
