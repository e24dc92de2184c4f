using InternLM3.Chat;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>What only our own client has: the engine's meter and the reducer that counts tokens.</summary>
public sealed class InternLM3TinyTests(TinyModel tiny) : IDisposable
{
    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task EngineTelemetry_ARequest_IsMeasuredAndHasASpanUnderTheChats()
    {
        const string Source = "conformance-engine";
        using var chat = new Telemetry(Source);
        using var engine = new Telemetry("InternLM3.Engine");

        var response = await _client.AsBuilder().UseOpenTelemetry(sourceName: Source).Build()
            .GetResponseAsync("Who are you?", new ChatOptions { Temperature = 0 }, Cancellation);

        // Other tests share the engine, so that sums are at least this request's.
        var parent = Assert.Single(chat.Spans);
        var span = Assert.Single(engine.Spans, span => span.TraceId == parent.TraceId);
        Assert.Equal(("internlm3.generate", parent.SpanId), (span.OperationName, span.ParentSpanId));
        Assert.Equal("Stop", span.GetTagItem("internlm3.finish_reason"));
        Assert.Contains(engine.Of("internlm3.tokens.prompt"), measured => measured.Value == response.Usage!.InputTokenCount);
        Assert.True(engine.Of("internlm3.tokens.generated").Sum(measured => measured.Value) >= response.Usage!.OutputTokenCount);
        foreach (var phase in new[] { "queue", "prefill", "decode" })
        {
            Assert.NotEmpty(engine.Of($"internlm3.request.{phase}.duration"));
        }

        Assert.Contains(engine.Of("internlm3.requests.running"), measured => measured.Value == 1);
        Assert.Contains(engine.Of("internlm3.requests.running"), measured => measured.Value == -1);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(40, false)]
    public async Task TokenBudgetReducer_InFrontOfTheClient_DecidesWhatIsRemembered(int budget, bool remembered)
    {
        var recorder = new RecordingChatClient(_client);
        var client = recorder.AsBuilder().UseChatReducer(new TokenBudgetChatReducer(tiny.Model.Tokenizer, budget)).Build();
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "My name is Quinn."),
            new(ChatRole.Assistant, "Nice to know! Your name is Quinn."),
            new(ChatRole.User, "What is my name?"),
        ];

        var response = await client.GetResponseAsync(messages, new ChatOptions { Temperature = 0 }, Cancellation);

        Assert.Equal(remembered ? 4 : 2, recorder.Requests[0].Count);
        Assert.InRange(response.Usage!.InputTokenCount!.Value, 1, budget + 5);
        Assert.Equal(remembered, response.Text.Contains("Quinn", StringComparison.Ordinal));
    }
}
