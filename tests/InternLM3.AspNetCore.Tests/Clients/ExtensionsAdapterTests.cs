using System.ClientModel;
using System.ComponentModel;
using InternLM3.AspNetCore.Tests.Support;
using Microsoft.Extensions.AI;
using OpenAI;

namespace InternLM3.AspNetCore.Tests.Clients;

/// <summary>Microsoft.Extensions.AI's adapter over the official client, against the server.</summary>
public sealed class ExtensionsAdapterTests(ScriptedServer scripted)
{
    private IChatClient Client => new OpenAIClient(new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(scripted.Server.Address, "v1") })
        .GetChatClient("internlm3").AsIChatClient();

    [Fact]
    public async Task GetResponse_Question_EqualsTheClientInProcess()
    {
        var options = new ChatOptions { Temperature = 0 };
        var remote = await Client.GetResponseAsync("Who are you?", options);
        var local = await scripted.Client.GetResponseAsync("Who are you?", options);
        Assert.Equal(local.Text, remote.Text);
        Assert.Equal(local.FinishReason, remote.FinishReason);
        Assert.Equal(local.Usage!.InputTokenCount, remote.Usage!.InputTokenCount);
        Assert.Equal(local.Usage.OutputTokenCount, remote.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task GetStreamingResponse_Question_EqualsTheWhole()
    {
        var options = new ChatOptions { Temperature = 0 };
        var streamed = await Client.GetStreamingResponseAsync("你好", options).ToChatResponseAsync();
        Assert.Equal((await Client.GetResponseAsync("你好", options)).Text, streamed.Text);
        Assert.Equal(ChatFinishReason.Stop, streamed.FinishReason);
        Assert.True(streamed.Usage!.OutputTokenCount > 0);
    }

    [Fact]
    public async Task GetResponse_FunctionInvocation_CallsAndAnswers()
    {
        var asked = "";
        var calculator = AIFunctionFactory.Create(
            ([Description("The expression.")] string expression) =>
            {
                asked = expression;
                return 294;
            },
            "calculator",
            "Computes an arithmetic expression.");
        using var client = Client.AsBuilder().UseFunctionInvocation().Build();
        var answer = await client.GetResponseAsync("What is (12 + 30) * 7?", new ChatOptions { Temperature = 0, Tools = [calculator] });
        Assert.Equal("(12 + 30) * 7", asked);
        Assert.Contains("294", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponse_TypedResult_IsParsed()
    {
        var answer = await Client.GetResponseAsync<Person>("Return JSON for: name Quinn, age 41.", new ChatOptions { Temperature = 0 });
        Assert.Equal(new Person("Quinn", 41), answer.Result);
    }

    private sealed record Person(string Name, int Age);
}
