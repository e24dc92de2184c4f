using System.ClientModel;
using System.Text.Json;
using InternLM3.AspNetCore.Tests.Support;
using OpenAI;
using OpenAI.Chat;

namespace InternLM3.AspNetCore.Tests.Clients;

/// <summary>The official OpenAI client for .NET against the server.</summary>
public sealed class OpenAIClientTests(ScriptedServer scripted)
{
    private static readonly ChatTool s_calculator = ChatTool.CreateFunctionTool(
        "calculator",
        "Computes an arithmetic expression.",
        BinaryData.FromString("""{"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]}"""));

    private ChatClient Client => new(
        "internlm3-8b-instruct", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(scripted.Server.Address, "v1") });

    [Fact]
    public async Task CompleteChat_Question_HasTextFinishReasonAndUsage()
    {
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("Who are you?")], new ChatCompletionOptions { Temperature = 0 });
        Assert.Contains("demo model", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.InputTokenCount > 5 && answer.Usage.OutputTokenCount > 5);
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
        Assert.Equal(0, answer.Usage.OutputTokenDetails.ReasoningTokenCount);
        Assert.InRange(answer.Usage.InputTokenDetails.CachedTokenCount, 0, answer.Usage.InputTokenCount);
    }

    [Fact]
    public async Task CompleteChatStreaming_Question_IsTheWholeAnswerWithUsage()
    {
        var options = new ChatCompletionOptions { Temperature = 0 };
        ChatCompletion whole = await Client.CompleteChatAsync([new UserChatMessage("Who are you?")], options);
        var text = "";
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;
        await foreach (var update in Client.CompleteChatStreamingAsync([new UserChatMessage("Who are you?")], options))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage ??= update.Usage;
            reason ??= update.FinishReason;
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal(ChatFinishReason.Stop, reason);
        Assert.Equal(whole.Usage.OutputTokenCount, usage!.OutputTokenCount);
    }

    [Fact]
    public async Task CompleteChat_Tool_RoundTripUsesTheResult()
    {
        List<ChatMessage> messages = [new UserChatMessage("What is (12 + 30) * 7?")];
        var options = new ChatCompletionOptions { Temperature = 0, Tools = { s_calculator } };
        ChatCompletion asks = await Client.CompleteChatAsync(messages, options);
        Assert.Equal(ChatFinishReason.ToolCalls, asks.FinishReason);
        var call = Assert.Single(asks.ToolCalls);
        Assert.Equal("calculator", call.FunctionName);
        Assert.Equal("(12 + 30) * 7", JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("expression").GetString());

        messages.Add(new AssistantChatMessage(asks));
        messages.Add(new ToolChatMessage(call.Id, "294"));
        ChatCompletion answer = await Client.CompleteChatAsync(messages, options);
        Assert.Contains("294", answer.Content[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteChatStreaming_RequiredTool_ComesInPieces()
    {
        var options = new ChatCompletionOptions { Temperature = 0, Tools = { s_calculator }, ToolChoice = ChatToolChoice.CreateFunctionChoice("calculator") };
        var (name, arguments, pieces) = ("", "", 0);
        await foreach (var update in Client.CompleteChatStreamingAsync([new UserChatMessage("What is (12 + 30) * 7?")], options))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                name += call.FunctionName;
                arguments += call.FunctionArgumentsUpdate?.ToString();
                pieces++;
            }
        }

        Assert.Equal("calculator", name);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(arguments).RootElement.ValueKind);
        Assert.True(pieces > 1);
    }

    [Fact]
    public async Task CompleteChat_JsonSchema_BecomesAType()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "person",
                BinaryData.FromString("""{"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": false}"""),
                jsonSchemaIsStrict: true),
        };
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("Return JSON for: name Quinn, age 41.")], options);
        Assert.Equal(new Person("Quinn", 41), JsonSerializer.Deserialize<Person>(answer.Content[0].Text, JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task CompleteChat_Logprobs_AreThereForEachToken()
    {
        var options = new ChatCompletionOptions { Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 3, MaxOutputTokenCount = 5 };
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("Who are you?")], options);
        Assert.Equal(5, answer.ContentTokenLogProbabilities.Count);
        Assert.All(answer.ContentTokenLogProbabilities, token => Assert.Equal((3, true), (token.TopLogProbabilities.Count, token.LogProbability <= 0)));
        Assert.Equal(answer.Content[0].Text, string.Concat(answer.ContentTokenLogProbabilities.Select(token => token.Token)).TrimStart());
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
    }

    [Fact]
    public async Task CompleteChat_BadOption_IsAClientErrorWithTheServersWords()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client.CompleteChatAsync([new UserChatMessage("Hello")], new ChatCompletionOptions { Temperature = 3 }));
        Assert.Equal(400, error.Status);
        Assert.Contains("temperature must be between 0 and 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetModels_NamesTheModel()
    {
        var client = new OpenAIClient(new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(scripted.Server.Address, "v1") });
        var models = await client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Equal("internlm3-tiny", Assert.Single(models.Value).Id);
    }

    private sealed record Person(string Name, int Age);
}
