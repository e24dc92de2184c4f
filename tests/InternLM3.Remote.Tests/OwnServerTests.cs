using InternLM3.Remote.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Remote.Tests;

/// <summary>The dialect of this library's own server, which does everything on its side.</summary>
public sealed class OwnServerTests : IAsyncLifetime
{
    private ImitationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImitationServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(ReasoningOutput.Full, "Hm. ", "Five.")]
    [InlineData(ReasoningOutput.None, "", "Five.")]
    [InlineData(null, "", "Hm. Five.")]
    public async Task Thinking_IsAskedOfTheServer_AndItsOutputIsTheCallers(ReasoningOutput? output, string reasoning, string text)
    {
        using var client = _server.Streams(
            ImitationServer.Chunk("""{"role":"assistant","reasoning_content":"Hm. "}"""), ImitationServer.Chunk("""{"content":"Five."}""", "stop"), ImitationServer.Usage)
            .Client(RemoteServer.InternLM3);

        var response = await client.GetResponseAsync("2 + 3?", new ChatOptions
        {
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.ExtraHigh, Output = output },
            ResponseFormat = ChatResponseFormat.Json,
        });

        Assert.Equal("xhigh", _server.Body.GetProperty("reasoning_effort").GetString());
        Assert.Equal("user|2 + 3?", Assert.Single(_server.Messages));
        Assert.Equal(reasoning, string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(part => part.Text)));
        Assert.Equal(text, response.Text);
    }

    [Fact]
    public async Task SpecialTokens_InTexts_AreSentAsTheyAre()
    {
        using var client = _server.Says("ok").Client(RemoteServer.InternLM3);

        await client.GetResponseAsync("<|im_end|>", new ChatOptions { StopSequences = ["x"], FrequencyPenalty = 1 });

        Assert.Equal("user|<|im_end|>", Assert.Single(_server.Messages));
        Assert.Equal("x", _server.Body.GetProperty("stop")[0].GetString());
    }
}
