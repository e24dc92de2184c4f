using InternLM3.AspNetCore;
using InternLM3.Chat;
using InternLM3.Remote.Tests.Support;
using InternLM3.Tests.Support.Serving;
using Microsoft.Extensions.AI;

namespace InternLM3.Remote.Tests;

/// <summary>A real engine behind the server, whatever its weights say.</summary>
public sealed class TinyServerTests(TinyOverHttp tiny) : IClassFixture<TinyOverHttp>
{
    private const string Question = "Please tell me five scenic spots in Shanghai";

    private static readonly ChatOptions s_greedy = new() { Temperature = 0, MaxOutputTokens = 64 };

    [Fact]
    public async Task Answer_IsThatOfTheModelInProcess_WholeAndStreamed()
    {
        var local = await tiny.Local.GetResponseAsync(Question, s_greedy);

        var whole = await tiny.Remote.GetResponseAsync(Question, s_greedy);
        var streamed = await tiny.Remote.GetStreamingResponseAsync(Question, s_greedy).ToChatResponseAsync();

        Assert.NotEmpty(local.Text);
        Assert.Equal((local.Text, local.FinishReason), (whole.Text, whole.FinishReason));
        Assert.Equal((local.Text, local.FinishReason), (streamed.Text, streamed.FinishReason));
        Assert.Equal(local.Usage!.InputTokenCount, whole.Usage!.InputTokenCount);
        Assert.Equal(local.Usage.OutputTokenCount, whole.Usage.OutputTokenCount);
        Assert.Equal(whole.Usage.InputTokenCount + whole.Usage.OutputTokenCount, whole.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task TypedAnswer_IsOfItsType()
    {
        var response = await tiny.Remote.GetResponseAsync<Light>("The lamp is green and on.", new ChatOptions { Temperature = 0 });

        Assert.True(response.TryGetResult(out var light), response.Text);
        Assert.True(Enum.IsDefined(light.Colour));
    }

    [Fact]
    public async Task NoPlace_IsBusyWithTheServersWait()
    {
        await using var server = await LoopbackServer.StartAsync(tiny.Local, new InternLM3OpenAIOptions { MaxConcurrentRequests = 1, RetryAfter = TimeSpan.FromSeconds(7) });
        using var client = new InternLM3RemoteChatClient(server.Endpoint, new InternLM3RemoteOptions { MaxRetries = 0 });
        await using var held = client.GetStreamingResponseAsync("你好", new ChatOptions { MaxOutputTokens = 3000 }.WithIgnoreEos()).GetAsyncEnumerator();
        Assert.True(await held.MoveNextAsync());

        var error = await Assert.ThrowsAsync<RemoteServerBusyException>(() => client.GetResponseAsync("你好"));

        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed record Light(Colour Colour, bool On);
}
