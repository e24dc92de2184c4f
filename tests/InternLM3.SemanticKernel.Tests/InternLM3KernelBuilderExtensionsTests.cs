using System.Text.Json;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace InternLM3.SemanticKernel.Tests;

public sealed class InternLM3KernelBuilderExtensionsTests(TinyModel tiny)
{
    private static readonly InternLM3PromptExecutionSettings s_settings = new()
    {
        Temperature = 0,
        MinP = 0.05f,
        RepetitionPenalty = 1,
        MinNewTokens = 2,
        IgnoreEos = false,
        ChatSystemPrompt = "You are a helpful assistant.",
    };

    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public async Task AddInternLM3ChatCompletion_Path_AnswersPrompts(string? serviceId)
    {
        var builder = Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options, serviceId));
        var kernel = builder.Build();
        await AssertAnswersAsync(kernel, serviceId);
        await ((IAsyncDisposable)kernel.Services).DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public async Task AddInternLM3ChatCompletion_Client_AnswersPrompts(string? serviceId)
    {
        var builder = Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddInternLM3ChatCompletion(tiny.Client, serviceId));
        await AssertAnswersAsync(builder.Build(), serviceId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public async Task AddInternLM3ChatClient_Path_AnswersPrompts(string? serviceId)
    {
        var builder = Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddInternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options, serviceId));
        var kernel = builder.Build();
        var client = kernel.GetRequiredService<IChatClient>(serviceId);
        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
        await AssertAnswersAsync(kernel, serviceId);
        await ((IAsyncDisposable)kernel.Services).DisposeAsync();
    }

    [Fact]
    public async Task InvokePrompt_Streaming_GivesTheSameText()
    {
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(tiny.Client).Build();
        var whole = await kernel.InvokePromptAsync<string>(TinyModel.ScenicSpots, new KernelArguments(s_settings));
        var text = "";
        string? reason = null;
        await foreach (var piece in kernel.InvokePromptStreamingAsync<StreamingChatMessageContent>(TinyModel.ScenicSpots, new KernelArguments(s_settings)))
        {
            text += piece.Content;
            reason = piece.Metadata?[InternLM3ChatCompletionService.FinishReasonKey] as string ?? reason;
        }

        Assert.Equal((whole, "stop"), (text, reason));
    }

    [Fact]
    public async Task InvokePrompt_TwoServiceIds_AreSelectedBySettings()
    {
        var kernel = Kernel.CreateBuilder()
            .AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options with { ModelId = "one" }, "first")
            .AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options with { ModelId = "two" }, "second")
            .Build();
        foreach (var (serviceId, modelId) in new[] { ("first", "one"), ("second", "two") })
        {
            var settings = new PromptExecutionSettings { ServiceId = serviceId, ExtensionData = new Dictionary<string, object> { ["temperature"] = 0 } };
            var result = await kernel.InvokePromptAsync("Who are you?", new KernelArguments(settings));
            Assert.Equal(modelId, result.GetValue<ChatMessageContent>()!.ModelId);
        }

        await ((IAsyncDisposable)kernel.Services).DisposeAsync();
    }

    // Settings as a prompt file has them: every value is a JsonElement, and Semantic Kernel maps them, not the connector.
    [Theory]
    [InlineData("""{ "temperature": 1, "top_k": 0, "top_p": 1, "min_p": 1, "repetition_penalty": 1.0, "min_new_tokens": 45, "max_tokens": 45, "ignore_eos": true }""")]
    [InlineData("""{ "temperature": 1, "top_k": 0, "top_p": 1, "min_p": "1", "repetition_penalty": "1", "min_new_tokens": "45", "max_tokens": 45, "ignore_eos": "true" }""")]
    public async Task AddInternLM3ChatClient_JsonSettings_AreUnderstood(string json)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddInternLM3ChatClient(tiny.Client);
        var settings = JsonSerializer.Deserialize<PromptExecutionSettings>(json)!;
        var response = (await builder.Build().InvokePromptAsync(TinyModel.ScenicSpots, new KernelArguments(settings))).GetValue<ChatResponse>()!;
        Assert.StartsWith("Here are five scenic spots in Shanghai:\n1. The Bund", response.Text, StringComparison.Ordinal);
        Assert.Equal((45, ChatFinishReason.Length), (response.Usage!.OutputTokenCount, response.FinishReason));
    }

    [Fact]
    public void AddInternLM3_OptionOutOfRange_IsRefusedAtOnce()
    {
        var wrong = new InternLM3Options { Threads = -1 };
        Assert.Throws<UnsupportedOptionException>(() => Kernel.CreateBuilder().AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, wrong));
        Assert.Throws<UnsupportedOptionException>(() => Kernel.CreateBuilder().AddInternLM3ChatClient(InternLM3Tiny.CheckpointPath, wrong));
    }

    private static async Task AssertAnswersAsync(Kernel kernel, string? serviceId)
    {
        var settings = (InternLM3PromptExecutionSettings)s_settings.Clone();
        settings.ServiceId = serviceId;
        var result = await kernel.InvokePromptAsync(TinyModel.ScenicSpots, new KernelArguments(settings));
        Assert.Contains("The Bund", result.ToString(), StringComparison.Ordinal);
    }
}
