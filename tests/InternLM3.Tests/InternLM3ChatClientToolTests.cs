using System.ComponentModel;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests;

/// <summary>Tool calls with InternLM3-Tiny, end to end.</summary>
public sealed class InternLM3ChatClientToolTests(TinyModel tiny) : IDisposable
{
    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task GetResponseAsync_AToolThatFits_IsCalled()
    {
        var response = await _client.GetResponseAsync("What is (12 + 30) * 7?", Options(Calculator(_ => "")), Cancellation);

        var call = Assert.Single(Assert.Single(response.Messages).Contents.OfType<FunctionCallContent>());
        Assert.Equal("calculator", call.Name);
        Assert.Equal("(12 + 30) * 7", call.Arguments!["expression"]!.ToString());
        Assert.StartsWith("call_", call.CallId, StringComparison.Ordinal);
        Assert.Null(call.Exception);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal("", response.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FunctionInvocation_Calculator_UsesTheResult(bool streaming)
    {
        var asked = new List<string>();
        using var client = _client.AsBuilder().UseFunctionInvocation().Build();
        var options = Options(Calculator(expression =>
        {
            asked.Add(expression);
            return "294";
        }));

        var response = streaming
            ? await client.GetStreamingResponseAsync("What is (12 + 30) * 7?", options, Cancellation).ToChatResponseAsync(Cancellation)
            : await client.GetResponseAsync("What is (12 + 30) * 7?", options, Cancellation);

        Assert.Equal(["(12 + 30) * 7"], asked);
        Assert.Equal("(12 + 30) * 7 = 294.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
    }

    [Fact]
    public async Task FunctionInvocation_OneOfTwoTools_GetsTheArguments()
    {
        using var client = _client.AsBuilder().UseFunctionInvocation().Build();
        var weather = AIFunctionFactory.Create(([Description("The city.")] string city) => city == "Brevaal" ? "shaim 42" : "", "get_weather", "Get the weather.");

        var response = await client.GetResponseAsync("Get the weather for city Brevaal.", Options(weather, Calculator(_ => "0")), Cancellation);

        Assert.Equal("The weather is shaim 42.", response.Text);
    }

    [Fact]
    public async Task GetResponseAsync_NoToolFits_Answers()
    {
        var response = await _client.GetResponseAsync("你好", Options(Calculator(_ => "")), Cancellation);

        Assert.Equal("你好!有什么可以帮你的吗?", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task GetResponseAsync_ToolModeNone_OffersNoTools()
    {
        var options = Options(Calculator(_ => ""));
        options.ToolMode = ChatToolMode.None;

        var response = await _client.GetResponseAsync("What is 12 + 30?", options, Cancellation);

        Assert.Equal("12 + 30 = 42.", response.Text);
        Assert.Equal(19, response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_OneCallOnly_EndsTheTurnAtTheCall()
    {
        var options = Options(Calculator(_ => ""));
        options.AllowMultipleToolCalls = false;
        var both = await _client.GetResponseAsync("What is (12 + 30) * 7?", Options(Calculator(_ => "")), Cancellation);

        var one = await _client.GetResponseAsync("What is (12 + 30) * 7?", options, Cancellation);

        Assert.Single(one.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal(ChatFinishReason.ToolCalls, one.FinishReason);
        Assert.Equal(both.Usage!.OutputTokenCount, one.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_ACallCutByTheLimit_IsText()
    {
        var options = Options(Calculator(_ => ""));
        options.MaxOutputTokens = 12;

        var response = await _client.GetResponseAsync("What is (12 + 30) * 7?", options, Cancellation);

        Assert.StartsWith("\n{\"name\": \"calculator\"", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.DoesNotContain(response.Messages[0].Contents, content => content is FunctionCallContent);
    }

    [Fact]
    public async Task GetResponseAsync_RequireAny_CallsWhateverTheQuestion()
    {
        var options = Options(Calculator(_ => ""));
        options.ToolMode = ChatToolMode.RequireAny;

        var response = await _client.GetResponseAsync("Hi", options, Cancellation);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal("calculator", call.Name);
        Assert.IsType<System.Text.Json.JsonElement>(call.Arguments!["expression"]);
    }

    [Fact]
    public async Task GetResponseAsync_RequireSpecific_CallsThatFunction()
    {
        var options = Options(Calculator(_ => ""), AIFunctionFactory.Create((int count, bool urgent) => "", "order_paper", "Orders paper."));
        options.ToolMode = ChatToolMode.RequireSpecific("order_paper");

        var response = await _client.GetResponseAsync("What is (12 + 30) * 7?", options, Cancellation);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal("order_paper", call.Name);
        Assert.True(((System.Text.Json.JsonElement)call.Arguments!["count"]!).TryGetInt64(out _));
        Assert.Contains(((System.Text.Json.JsonElement)call.Arguments["urgent"]!).ValueKind, new[] { System.Text.Json.JsonValueKind.True, System.Text.Json.JsonValueKind.False });
    }

    [Fact]
    public async Task GetResponseAsync_RequireSpecificOfAnUnknownFunction_IsRefusedByName()
    {
        var options = Options(Calculator(_ => ""));
        options.ToolMode = ChatToolMode.RequireSpecific("nothing");

        Assert.Equal("ToolMode", (await Assert.ThrowsAsync<UnsupportedOptionException>(() => _client.GetResponseAsync("Hi", options, Cancellation))).Option);
    }

    private static ChatOptions Options(params AITool[] tools) => new() { Temperature = 0, Tools = tools };

    private static AIFunction Calculator(Func<string, string> evaluate) =>
        AIFunctionFactory.Create((string expression) => evaluate(expression), "calculator", "Evaluates an arithmetic expression.");
}
