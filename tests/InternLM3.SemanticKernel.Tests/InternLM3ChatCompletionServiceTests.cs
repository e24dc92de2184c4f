using InternLM3.Chat;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using ImageContent = Microsoft.SemanticKernel.ImageContent;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace InternLM3.SemanticKernel.Tests;

public sealed class InternLM3ChatCompletionServiceTests(TinyModel tiny)
{
    [Fact]
    public async Task GetChatMessageContents_WholeAnswer_HasStopUsageAndModel()
    {
        var answer = await tiny.AnswerAsync(TinyModel.ScenicSpots, Greedy());
        Assert.Contains("The Bund", answer.Content, StringComparison.Ordinal);
        Assert.Equal(AuthorRole.Assistant, answer.Role);
        Assert.Equal("internlm3-tiny", answer.ModelId);
        AssertMetadata(answer.Metadata, "stop");
        Assert.IsType<ChatResponse>(answer.InnerContent);
    }

    [Fact]
    public async Task GetChatMessageContents_MaxTokens_HasLength()
    {
        var answer = await tiny.AnswerAsync(TinyModel.ScenicSpots, Greedy(maxTokens: 3));
        Assert.Equal(3, AssertMetadata(answer.Metadata, "length"));
    }

    [Theory]
    [InlineData(null, "stop")]
    [InlineData(3, "length")]
    public async Task GetStreamingChatMessageContents_LastPiece_HasReasonAndUsage(int? maxTokens, string reason)
    {
        var pieces = await tiny.StreamAsync(TinyModel.ScenicSpots, Greedy(maxTokens));
        var tokens = AssertMetadata(pieces[^1].Metadata, reason);
        Assert.True(maxTokens is null || tokens == maxTokens);
        Assert.All(pieces, piece => Assert.Equal("internlm3-tiny", piece.ModelId));
        Assert.All(pieces, piece => Assert.Equal(AuthorRole.Assistant, piece.Role));
        Assert.All(pieces.SkipLast(1), piece => Assert.Null(piece.Metadata));
        Assert.True(pieces.Count > 2);
    }

    [Theory]
    [InlineData(0f, null)]
    [InlineData(1f, 7L)]
    [InlineData(1.5f, 8L)]
    public async Task GetStreamingChatMessageContents_Text_IsThatOfTheWholeAnswer(float temperature, long? seed)
    {
        var settings = new InternLM3PromptExecutionSettings { Temperature = temperature, TopP = 1, TopK = 0, Seed = seed, MaxTokens = 60 };
        var whole = await tiny.AnswerAsync("介绍一下深度学习。", settings);
        var pieces = await tiny.StreamAsync("介绍一下深度学习。", settings);
        Assert.NotEmpty(whole.Content!);
        Assert.Equal(whole.Content, string.Concat(pieces.Select(piece => piece.Content)));
    }

    [Fact]
    public async Task GetChatMessageContents_ReturnTokenIds_AreInMetadataBothWays()
    {
        var whole = (await tiny.AnswerAsync(TinyModel.ScenicSpots, Greedy())).Metadata!;
        var streamed = (await tiny.StreamAsync(TinyModel.ScenicSpots, Greedy()))[^1].Metadata!;
        foreach (var key in new[] { ChatOptionKeys.PromptTokenIds, ChatOptionKeys.TokenIds })
        {
            Assert.NotEmpty(Assert.IsType<int[]>(whole[key]));
            Assert.Equal(whole[key], streamed[key]);
        }
    }

    [Fact]
    public async Task GetChatMessageContents_History_IsRemembered()
    {
        var history = new ChatHistory().Asking("My name is Quinn.");
        history.AddAssistantMessage("Nice to know! Your name is Quinn.");
        history.AddUserMessage("What is my name?");
        var answer = await tiny.AnswerAsync(history, new InternLM3PromptExecutionSettings { Temperature = 0 });
        Assert.Contains("Quinn", answer.Content, StringComparison.Ordinal);
        Assert.Equal(3, history.Count);
    }

    [Fact]
    public async Task GetChatMessageContents_NoSettings_UsesTheModelsDefaults() => Assert.NotEmpty((await tiny.AnswerAsync("Who are you?")).Content!);

    [Fact]
    public void Attributes_ModelId_IsTheClients() => Assert.Equal("internlm3-tiny", tiny.Service.GetModelId());

    [Fact]
    public async Task GetChatMessageContents_Image_IsRefusedByName()
    {
        var history = new ChatHistory();
        history.AddUserMessage([new TextContent("What is this?"), new ImageContent(new byte[] { 1, 2, 3 }, "image/png")]);
        var error = await Assert.ThrowsAsync<UnsupportedOptionException>(() => tiny.AnswerAsync(history));
        Assert.Equal(nameof(DataContent), error.Option);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FunctionChoiceAuto_AFunctionThatFits_IsInvokedAndItsResultUsed(bool streaming)
    {
        var asked = new List<string>();
        var kernel = KernelWith(city =>
        {
            asked.Add(city);
            return "shaim 42";
        });
        var history = new ChatHistory().Asking("Get the weather for city Brevaal.");
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var text = "";
        object? reason = null;
        if (streaming)
        {
            await foreach (var piece in tiny.Service.GetStreamingChatMessageContentsAsync(history, settings, kernel))
            {
                text += piece.Content;
                reason = piece.Metadata?.GetValueOrDefault(InternLM3ChatCompletionService.FinishReasonKey) ?? reason;
            }
        }
        else
        {
            var answer = Assert.Single(await tiny.Service.GetChatMessageContentsAsync(history, settings, kernel));
            (text, reason) = (answer.Content, answer.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
        }

        Assert.Equal(["Brevaal"], asked);
        Assert.Equal(("The weather is shaim 42.", "stop"), (text, reason));
    }

    // Nothing asks for the weather here; Semantic Kernel forces a call in the first round only.
    [Fact]
    public async Task FunctionChoiceRequired_Any_IsInvoked()
    {
        var calls = 0;
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Required() };
        var answer = Assert.Single(await tiny.Service.GetChatMessageContentsAsync(
            new ChatHistory().Asking("Who are you?"), settings, KernelWith(_ => $"cloudy {++calls}")));
        Assert.Equal(1, calls);
        Assert.Equal("stop", answer.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
    }

    [Fact]
    public async Task GetChatMessageContents_NoFunctionIsOffered_Answers()
    {
        var none = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        Assert.NotEmpty((await tiny.Service.GetChatMessageContentsAsync(new ChatHistory().Asking("Who are you?"), none, new Kernel()))[0].Content!);

        var kernel = KernelWith(city => city);
        var off = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.None() };
        Assert.NotEmpty((await tiny.Service.GetChatMessageContentsAsync(new ChatHistory().Asking("Who are you?"), off, kernel))[0].Content!);
    }

    [Fact]
    public async Task GetChatMessageContents_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var settings = new InternLM3PromptExecutionSettings { IgnoreEos = true };
        var pieces = tiny.Service.GetStreamingChatMessageContentsAsync(
            new ChatHistory().Asking("Who are you?"), settings, cancellationToken: cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in pieces)
            {
                await cancellation.CancelAsync();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => tiny.Service.GetChatMessageContentsAsync(new ChatHistory().Asking("Who are you?"), cancellationToken: cancellation.Token));
    }

    /// <summary>A kernel with one function. Semantic Kernel offers it as get_weather, a name InternLM3-Tiny copies without a slip.</summary>
    private static Kernel KernelWith(Func<string, string> weather)
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("get", [KernelFunctionFactory.CreateFromMethod((string city) => weather(city), "weather", "Get the weather.")]);
        return kernel;
    }

    private static InternLM3PromptExecutionSettings Greedy(int? maxTokens = null) => new()
    {
        Temperature = 0,
        MaxTokens = maxTokens,
        ExtensionData = new Dictionary<string, object> { [ChatOptionKeys.ReturnTokenIds] = true },
    };

    /// <summary>Compares the usage with the ids, and gives the number of new ones.</summary>
    private static int AssertMetadata(IReadOnlyDictionary<string, object?>? metadata, string reason)
    {
        Assert.NotNull(metadata);
        Assert.Equal(reason, metadata[InternLM3ChatCompletionService.FinishReasonKey]);
        var usage = Assert.IsType<UsageDetails>(metadata[InternLM3ChatCompletionService.UsageKey]);
        var (input, output) = (Assert.IsType<int[]>(metadata[ChatOptionKeys.PromptTokenIds]).Length, Assert.IsType<int[]>(metadata[ChatOptionKeys.TokenIds]).Length);
        Assert.True(input > 0 && output > 0);
        Assert.Equal((input, output, input + output), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        return output;
    }
}
