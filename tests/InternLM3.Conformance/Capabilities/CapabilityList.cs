using System.Text.Json;
using InternLM3.Chat;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Capabilities;

/// <summary>What <see cref="IChatClient"/> and its options can ask for, in the order of the table.</summary>
public static class CapabilityList
{
    private const string Question = "What is the capital of France?";

    /// <summary>Every feature that is tried.</summary>
    public static IReadOnlyList<Capability> All { get; } =
    [
        new("streaming", async (client, cancellation) =>
        {
            var pieces = await client.GetStreamingResponseAsync(Question, new ChatOptions { Temperature = 0 }, cancellation).ToListAsync(cancellation);
            Assert.True(pieces.Count(piece => piece.Text.Length > 0) > 1);
        }),
        Capability.Of("usage", Question, new(), response => response.Usage is { InputTokenCount: > 0, OutputTokenCount: > 0 }),
        Capability.Of("`Instructions`", Question, new() { Instructions = "Be brief." }, response => response.Text.Contains("Paris", StringComparison.Ordinal)),
        Capability.Of("`MaxOutputTokens`", Question, new() { MaxOutputTokens = 2 }, response => response.FinishReason == ChatFinishReason.Length),
        Capability.Of("`Temperature`, `TopP`, `TopK`, `Seed`", Question, new() { Temperature = 1, TopP = 0.8f, TopK = 40, Seed = 1 }, HasText),
        Capability.Of("`FrequencyPenalty`, `PresencePenalty`", Question, new() { FrequencyPenalty = 0.1f, PresencePenalty = 0.1f }, HasText),
        Capability.Of("`StopSequences`", Question, new() { StopSequences = ["Paris"] }, response => response.Text.EndsWith(" is ", StringComparison.Ordinal)),
        Capability.Of("repetition penalty, min-p", Question, Extra((ChatOptionKeys.RepetitionPenalty, 1.1), (ChatOptionKeys.MinP, 0.05)), HasText),
        Capability.Of("`LogitBias`", Question, Extra((ChatOptionKeys.LogitBias, new Dictionary<int, float> { [0] = -1 })), HasText),
        Capability.Of("log-probabilities", Question, Extra((ChatOptionKeys.Logprobs, 2)), response => response.Messages[0].AdditionalProperties!.ContainsKey(ChatOptionKeys.Logprobs)),
        Capability.Of("`Tools`, `ToolMode` auto", Weather, Tools(ChatToolMode.Auto), HasCall),
        Capability.Of("`ToolMode` none", Weather, Tools(ChatToolMode.None), response => !HasCall(response)),
        Capability.Of("`ToolMode` required, any", "Hello", Tools(ChatToolMode.RequireAny), HasCall),
        Capability.Of("`ToolMode` required, by name", "Hello", Tools(ChatToolMode.RequireSpecific("get_weather")), HasCall),
        Capability.Of("`AllowMultipleToolCalls` false", Weather, Tools(ChatToolMode.Auto, several: false), HasCall),
        Capability.Of("hosted tools (code interpreter)", Question, new() { Tools = [new HostedCodeInterpreterTool()] }, HasText),
        Capability.Of("hosted tools (web search)", Question, new() { Tools = [new HostedWebSearchTool()] }, HasText),
        Capability.Of("`ResponseFormat` JSON", Json, new() { ResponseFormat = ChatResponseFormat.Json }, response => JsonElement.Parse(response.Text).ValueKind == JsonValueKind.Object),
        Capability.Of("`ResponseFormat` JSON schema", Json, Schema("""{"type":"object","properties":{"name":{"type":"string","maxLength":9}},"required":["name"]}"""), response => JsonElement.Parse(response.Text).TryGetProperty("name", out _)),
        Capability.Of("a schema with `uniqueItems`", Json, Schema("""{"type":"array","uniqueItems":true}"""), HasText),
        Capability.Of("`Reasoning` effort and full output", "What is 12 + 30?", Thinking(ReasoningOutput.Full), response => response.Messages[0].Contents.OfType<TextReasoningContent>().Any()),
        Capability.Of("`Reasoning` output summary", Question, Thinking(ReasoningOutput.Summary), HasText),
        Capability.Of("images", new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]), new(), HasText),
        Capability.Of("files by address", new ChatMessage(ChatRole.User, [new UriContent("https://example.org/a.pdf", "application/pdf")]), new(), HasText),
        Capability.Of("`ModelId` of another model", Question, new() { ModelId = "another" }, HasText),
        Capability.Of("`ConversationId`", Question, new() { ConversationId = "1" }, HasText),
        Capability.Of("`AllowBackgroundResponses`", Question, new() { AllowBackgroundResponses = true }, HasText),
        Capability.Of("an additional property nobody knows", Question, Extra(("unknown", 1)), HasText),
    ];

    private const string Weather = "Get the weather for city Brevaal.";
    private const string Json = "Return JSON for: name Quinn, age 41.";

    private static bool HasText(ChatResponse response) => response.Text.Length > 0;

    private static bool HasCall(ChatResponse response) => response.Messages[0].Contents.OfType<FunctionCallContent>().Count() == 1;

    private static ChatOptions Tools(ChatToolMode mode, bool? several = null) => new()
    {
        ToolMode = mode,
        AllowMultipleToolCalls = several,
        Tools = [AIFunctionFactory.Create((string city) => "", "get_weather", "Get the weather.")],
    };

    private static ChatOptions Schema(string schema) => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) };

    private static ChatOptions Thinking(ReasoningOutput output) => new() { MaxOutputTokens = 400, Reasoning = new() { Effort = ReasoningEffort.Low, Output = output } };

    private static ChatOptions Extra(params (string Key, object Value)[] properties)
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        foreach (var (key, value) in properties)
        {
            options.AdditionalProperties[key] = value;
        }

        return options;
    }
}
