using System.Text.Json;
using InternLM3.Cli.Commands;
using InternLM3.Cli.Output;
using InternLM3.Cli.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace InternLM3.Cli.Tests.Output;

/// <summary>Conversations with a person before a terminal.</summary>
public sealed class ConversationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnswerAsync_ACallOnATerminal_AsksForItsResult()
    {
        var printed = await AnswerAsync("Get the weather for city Brevaal.", new ChatOptions { Temperature = 0, Tools = [Weather()] }, "shaim 42\n");
        Assert.Equal("[call] get_weather {\"city\":\"Brevaal\"}\nresult of get_weather> The weather is shaim 42.\n", Plain(printed));
    }

    [Fact]
    public async Task AnswerAsync_ACallWhenTheInputHasEnded_EndsTheTurn()
    {
        var printed = await AnswerAsync("Get the weather for city Brevaal.", new ChatOptions { Temperature = 0, Tools = [Weather()] }, "");
        Assert.Equal("[call] get_weather {\"city\":\"Brevaal\"}\nresult of get_weather> ", Plain(printed));
    }

    [Fact]
    public async Task AnswerAsync_ReasoningOnATerminal_IsDim()
    {
        var printed = await AnswerAsync(
            "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?",
            new ChatOptions { Temperature = 0, Reasoning = new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full } },
            "");
        Assert.StartsWith("\u001b[2m## Understanding", printed, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[0mThe answer is \\boxed{95}.\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TwoLines_AreTwoTurns()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("My name is Quinn.\nWhat is my name?\n\nWho are you?\n");
        using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        await Conversation(client, new ChatOptions { Temperature = 0 }, output, input).RunAsync(input, Cancellation);
        var lines = Plain(output.ToString()).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("One line a turn", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("you> ", lines[1], StringComparison.Ordinal);
        Assert.Contains("Quinn", lines[2], StringComparison.Ordinal);
        Assert.Equal("you> ", lines[3]);
    }

    [Fact]
    public async Task AnswerAsync_ACallInEveryAnswer_IsGivenUp()
    {
        var answers = 0;
        using var client = new EndlessCaller(() => answers++);
        using var output = new StringWriter();
        using var input = new StringReader(string.Concat(Enumerable.Repeat("more\n", 100)));
        var error = await Assert.ThrowsAsync<InternLM3Exception>(() => Conversation(client, new ChatOptions(), output, input).AnswerAsync("Hello", Cancellation));
        Assert.Equal(40, answers);
        Assert.Contains("40 answers", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(string text, ChatOptions options, string typed)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader(typed);
        using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        await Conversation(client, options, output, input).AnswerAsync(text, Cancellation);
        return output.ToString();
    }

    private static Conversation Conversation(IChatClient client, ChatOptions options, TextWriter output, TextReader input) => new(
        client,
        new ChatArguments("tiny", Prompt: null, Json: false, options, Results: null),
        output,
        new Terminal(input, new AnsiWriter(output, new AnsiCapabilities { Ansi = true, ColorSystem = ColorSystem.TrueColor })));

    private static AIFunctionDeclaration Weather()
    {
        using var schema = JsonDocument.Parse("""{ "type": "object", "properties": { "city": { "type": "string", "description": "The city." } }, "required": ["city"] }""");
        return AIFunctionFactory.CreateDeclaration("get_weather", "Get the weather.", schema.RootElement.Clone());
    }

    private static string Plain(string printed) => System.Text.RegularExpressions.Regex.Replace(printed, "\u001b\\[[0-9;]*m", "");
}
