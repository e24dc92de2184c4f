using InternLM3.Chat;
using InternLM3.Remote.Tests.Support;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace InternLM3.Remote.Tests;

/// <summary>Against vLLM, started with a tool parser.</summary>
public sealed class VllmTests : IAsyncLifetime
{
    private static readonly AIFunction s_weather = AIFunctionFactory.Create((string city, int days = 1) => $"Sunny in {city}", "get_weather", "The weather.");
    private ImitationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImitationServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ToolCalls_SplitOverChunks_ComeWhole_AndGoBackInOpenAIsFields()
    {
        _server.Streams(
            ImitationServer.Chunk("""{"role":"assistant","content":""}"""),
            ImitationServer.Chunk("""{"tool_calls":[{"index":0,"id":"chatcmpl-tool-1","type":"function","function":{"name":"get_weather"}}]}"""),
            ImitationServer.Chunk("""{"tool_calls":[{"index":0,"id":null,"type":null,"function":{"name":null,"arguments":"{\"ci"}}]}"""),
            ImitationServer.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"ty\": \"Oslo\"}"}}]}"""),
            ImitationServer.Chunk("""{"content":""}""", "tool_calls"),
            ImitationServer.Usage).Says("Sunny.");
        using var client = _server.Client(RemoteServer.Vllm).AsBuilder().UseFunctionInvocation().Build();

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [s_weather], AllowMultipleToolCalls = false });

        Assert.Equal("Sunny.", response.Messages[^1].Text);
        var messages = _server.Body.GetProperty("messages");
        Assert.Equal("{\"city\": \"Oslo\"}", messages[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(("tool", "chatcmpl-tool-1", "Sunny in Oslo"), (messages[2].GetProperty("role").GetString(), messages[2].GetProperty("tool_call_id").GetString(), messages[2].GetProperty("content").GetString()));
        Assert.False(_server.Body.GetProperty("parallel_tool_calls").GetBoolean());
        Assert.Equal("auto", _server.Body.GetProperty("tool_choice").GetString());
    }

    [Fact]
    public async Task Schemas_TravelAsTheyAre()
    {
        using var client = _server.Says("{}").Client(RemoteServer.Vllm);
        var schema = AIJsonUtilities.CreateJsonSchema(typeof(Dictionary<string, int?>));

        await client.GetResponseAsync("Hi", new ChatOptions { Tools = [s_weather], ToolMode = ChatToolMode.RequireAny, ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(schema, "numbers") });

        Assert.Equal(schema.ToString(), _server.Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").ToString());
        Assert.Equal(s_weather.JsonSchema.ToString(), _server.Body.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").ToString());
        Assert.Equal("required", _server.Body.GetProperty("tool_choice").GetString());
    }

    [Fact]
    public async Task Regex_IsItsStructuredOutput()
    {
        using var client = _server.Says("ab").Client(RemoteServer.Vllm);

        await client.GetResponseAsync("Hi", new ChatOptions().WithRegex("[a-c]{2}"));

        Assert.Equal("[a-c]{2}", _server.Body.GetProperty("structured_outputs").GetProperty("regex").GetString());
        Assert.False(_server.Body.TryGetProperty("response_format", out _));
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Reasoning_TheServerSplit_ComesAsReasoning(string field)
    {
        using var client = _server.Streams(
            ImitationServer.Chunk($$"""{"role":"assistant","{{field}}":"Hm. "}"""), ImitationServer.Chunk("""{"content":"Five."}"""), ImitationServer.Chunk("{}", "stop"), ImitationServer.Usage)
            .Client(RemoteServer.Vllm, options => options with { Thinking = RemoteSide.Server });

        var response = await client.GetResponseAsync("2 + 3?", new ChatOptions { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Full } });

        Assert.Equal("medium", _server.Body.GetProperty("reasoning_effort").GetString());
        Assert.Equal("Hm. ", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
        Assert.Equal("Five.", response.Text);
    }

    [Fact]
    public async Task Options_TravelInVllmsFields()
    {
        using var client = _server.Says("ok").Client(RemoteServer.Vllm);

        await client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, "Hel")],
            new ChatOptions { FrequencyPenalty = 0.5f, StopSequences = ["x"], RawRepresentationFactory = _ => Guided() }.WithMinNewTokens(4));

        var body = _server.Body;
        Assert.Equal((4, 0.5f, "x"), (body.GetProperty("min_tokens").GetInt32(), body.GetProperty("frequency_penalty").GetSingle(), body.GetProperty("stop")[0].GetString()));
        Assert.True(body.GetProperty("continue_final_message").GetBoolean());
        Assert.False(body.GetProperty("add_generation_prompt").GetBoolean());
        Assert.Equal("[0-9]+", body.GetProperty("structured_outputs").GetProperty("regex").GetString());

        static ChatCompletionOptions Guided()
        {
            var raw = new ChatCompletionOptions();
            raw.Patch.Set("$.structured_outputs"u8, BinaryData.FromString("""{"regex":"[0-9]+"}"""));
            return raw;
        }
    }

    [Fact]
    public async Task Logprobs_ComeWithTheLastUpdate()
    {
        using var client = _server.Streams(
            ImitationServer.Chunk("""{"role":"assistant","content":"Hi"}""", logprobs: """{"content":[{"token":"Hi","logprob":-0.25,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.25,"bytes":[72,105]}]}]}"""),
            ImitationServer.Chunk("{}", "length"), ImitationServer.Usage).Client(RemoteServer.Vllm);

        var updates = await client.GetStreamingResponseAsync("Hi", new ChatOptions().WithLogprobs(1)).ToListAsync();

        var token = Assert.Single((IReadOnlyList<ChatTokenLogProbabilityDetails>)updates[^1].AdditionalProperties![ChatOptionKeys.Logprobs]!);
        Assert.Equal(("Hi", -0.25f, 1), (token.Token, token.LogProbability, token.TopLogProbabilities.Count));
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
        Assert.Equal((true, 1), (_server.Body.GetProperty("logprobs").GetBoolean(), _server.Body.GetProperty("top_logprobs").GetInt32()));
    }
}
