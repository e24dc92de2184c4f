using System.Text.Json;
using InternLM3.Chat;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests;

public sealed class InternLM3ChatClientTests(TinyModel tiny) : IDisposable
{
    private static readonly ChatOptions s_greedy = new() { Temperature = 0 };

    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task GetResponseAsync_Greedy_AnswersWithUsageAndFinishReason()
    {
        var response = await _client.GetResponseAsync("What is 12 + 30?", s_greedy, Cancellation);

        Assert.Equal("12 + 30 = 42.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(InternLM3Tiny.ModelId, response.ModelId);
        Assert.Equal((19, 11, 30), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.NotEmpty(response.ResponseId!);
        Assert.InRange(response.CreatedAt!.Value, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Greedy_StreamsTheSameAnswer()
    {
        var updates = await _client.GetStreamingResponseAsync("介绍一下深度学习。", s_greedy, Cancellation).ToListAsync(Cancellation);
        var whole = await _client.GetResponseAsync("介绍一下深度学习。", s_greedy, Cancellation);

        Assert.True(updates.Count > 5);
        Assert.Equal(whole.Text, string.Concat(updates.Select(update => update.Text)));
        Assert.All(updates, update => Assert.Equal((ChatRole.Assistant, updates[0].MessageId, updates[0].ResponseId, updates[0].CreatedAt, InternLM3Tiny.ModelId), (update.Role, update.MessageId, update.ResponseId, update.CreatedAt, update.ModelId)));
        Assert.All(updates[..^1], update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.DoesNotContain(updates, update => update.Text.Contains('\uFFFD', StringComparison.Ordinal));
    }

    [Fact]
    public async Task EncodeAsync_Conversation_IsThePromptOfItsRequest()
    {
        ChatMessage[] messages = [new(ChatRole.User, "What is 12 + 30?")];
        var options = new ChatOptions { Temperature = 0 }.WithTokenIds();
        var response = await _client.GetResponseAsync(messages, options, Cancellation);

        var ids = await _client.EncodeAsync(messages, options, Cancellation);

        Assert.Equal(response.Usage!.InputTokenCount, ids.Length);
        Assert.Equal((int[])Assert.Single(response.Messages).AdditionalProperties![ChatOptionKeys.PromptTokenIds]!, ids);
    }

    [Fact]
    public async Task GetResponseAsync_History_IsRemembered()
    {
        List<ChatMessage> history = [new(ChatRole.User, "My name is Quinn.")];
        history.AddMessages(await _client.GetResponseAsync(history, s_greedy, Cancellation));
        history.Add(new ChatMessage(ChatRole.User, "What is my name?"));

        Assert.Equal("Your name is Quinn.", (await _client.GetResponseAsync(history, s_greedy, Cancellation)).Text);
    }

    [Fact]
    public async Task GetResponseAsync_MaxOutputTokens_EndsWithLength()
    {
        var response = await _client.GetResponseAsync("你好", new() { Temperature = 0, MaxOutputTokens = 4 }, Cancellation);

        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(4, response.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_StopSequenceOverSeveralTokens_IsNoPartOfTheAnswer()
    {
        var updates = await _client.GetStreamingResponseAsync(
            "Please tell me five scenic spots in Shanghai", new() { Temperature = 0, StopSequences = ["Oriental Pearl"] }, Cancellation).ToListAsync(Cancellation);

        Assert.EndsWith("3. ", string.Concat(updates.Select(update => update.Text)), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task GetResponseAsync_SameSeed_GivesTheSameAnswer()
    {
        static ChatOptions Seeded(long seed) => new() { Temperature = 5, TopK = 0, TopP = 1, Seed = seed, MaxOutputTokens = 30 };

        var first = await _client.GetResponseAsync("Tell me a joke.", Seeded(3), Cancellation);

        Assert.Equal(first.Text, (await _client.GetResponseAsync("Tell me a joke.", Seeded(3), Cancellation)).Text);
        Assert.NotEqual(first.Text, (await _client.GetResponseAsync("Tell me a joke.", Seeded(4), Cancellation)).Text);
    }

    [Fact]
    public async Task GetResponseAsync_LastMessageFromTheAssistant_IsContinued()
    {
        ChatMessage[] messages = [new(ChatRole.User, "What is 12 + 30?"), new(ChatRole.Assistant, "12 + 30 =")];

        Assert.Equal(" 42.", (await _client.GetResponseAsync(messages, s_greedy, Cancellation)).Text);
    }

    [Fact]
    public async Task GetResponseAsync_AdditionalProperties_AreHonoured()
    {
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 30,
            AdditionalProperties = new()
            {
                [ChatOptionKeys.IgnoreEos] = true,
                [ChatOptionKeys.MinP] = 0.1,
                [ChatOptionKeys.RepetitionPenalty] = JsonSerializer.SerializeToElement("1.0"),
                [ChatOptionKeys.MinNewTokens] = JsonSerializer.SerializeToElement(2),
                [ChatOptionKeys.ReturnTokenIds] = "true",
            },
        };

        var response = await _client.GetResponseAsync("你好", options, Cancellation);

        Assert.Equal(30, response.Usage!.OutputTokenCount);
        var extra = response.Messages[^1].AdditionalProperties!;
        Assert.Equal(tiny.Prompt("你好"), (int[])extra[ChatOptionKeys.PromptTokenIds]!);
        Assert.Equal(30, ((int[])extra[ChatOptionKeys.TokenIds]!).Length);
    }

    [Fact]
    public async Task GetResponseAsync_PromptLongerThanTheContext_GivesBothNumbers()
    {
        var error = await Assert.ThrowsAsync<ContextLengthException>(
            () => _client.GetResponseAsync(string.Concat(Enumerable.Repeat("上海", 5000)), s_greedy, Cancellation));

        Assert.Equal(4096, error.ContextLength);
        Assert.True(error.PromptTokens > 4096);
        Assert.Contains($"{error.PromptTokens}", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, ChatOptions> Refused => new()
    {
        { "ModelId", new() { ModelId = "gpt-4" } },
        { "ConversationId", new() { ConversationId = "c" } },
        { "AllowBackgroundResponses", new() { AllowBackgroundResponses = true } },
        { "RawRepresentationFactory", new() { RawRepresentationFactory = _ => new object() } },
        { "Temperature", new() { Temperature = -1 } },
        { "TopP", new() { TopP = 2 } },
        { "TopK", new() { TopK = -2 } },
        { "MaxOutputTokens", new() { MaxOutputTokens = 0 } },
        { "StopSequences", new() { StopSequences = [""] } },
        { "AdditionalProperties[\"top_q\"]", new() { AdditionalProperties = new() { ["top_q"] = 1 } } },
        { "AdditionalProperties[\"logit_bias\"]", new() { AdditionalProperties = new() { ["logit_bias"] = JsonElement.Parse("{\"5\": 1, \"05\": 2}") } } },
        { "AdditionalProperties[\"min_p\"]", new() { AdditionalProperties = new() { ["min_p"] = "high" } } },
        { "AdditionalProperties[\"ignore_eos\"]", new() { AdditionalProperties = new() { ["ignore_eos"] = 3 } } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task GetResponseAsync_WhatCannotBeHonoured_IsRefusedByName(string option, ChatOptions options) =>
        Assert.Equal(option, (await Assert.ThrowsAsync<UnsupportedOptionException>(() => _client.GetResponseAsync("你好", options, Cancellation))).Option);

    [Fact]
    public void GetService_GivesMetadataModelAndItself()
    {
        var metadata = _client.GetService<ChatClientMetadata>()!;

        Assert.Equal(("internlm3", InternLM3Tiny.ModelId), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.True(metadata.ProviderUri!.IsFile);
        Assert.Same(tiny.Model, _client.GetService<InternLM3Model>());
        Assert.Same(_client, _client.GetService<IChatClient>());
        Assert.Null(_client.GetService(typeof(IChatClient), "key"));
        Assert.Null(_client.GetService<string>());
    }

    [Fact]
    public async Task Dispose_OfABorrowedModel_LeavesItOpen()
    {
        var other = new InternLM3ChatClient(tiny.Model);
        other.Dispose();
        other.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.GetResponseAsync("你好", s_greedy, Cancellation));
        Assert.Equal("12 + 30 = 42.", (await _client.GetResponseAsync("What is 12 + 30?", s_greedy, Cancellation)).Text);
    }

    [Fact]
    public async Task Constructor_FromPath_LoadsOnceForManyFirstCallersAndTriesAgainAfterAFailure()
    {
        using var folder = new TemporaryFolder();
        await using var client = new InternLM3ChatClient(folder["model"], new InternLM3Options { CacheDirectory = folder["cache"] });
        Assert.Null(client.GetService<InternLM3Model>());
        await Assert.ThrowsAsync<ModelFormatException>(() => client.GetModelAsync(Cancellation));

        Directory.CreateDirectory(folder["model"]);
        foreach (var file in Directory.GetFiles(tiny.Folder))
        {
            File.Copy(file, Path.Combine(folder["model"], Path.GetFileName(file)));
        }

        var models = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.GetModelAsync(Cancellation))));

        Assert.All(models, model => Assert.Same(models[0], model));
        Assert.Equal("model", models[0].Id);
        Assert.Equal("12 + 30 = 42.", (await client.GetResponseAsync("What is 12 + 30?", s_greedy, Cancellation)).Text);
    }

    [Fact]
    public async Task LoadAndUnload_ThreeTimes_Answers()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var client = new InternLM3ChatClient(tiny.Folder, new InternLM3Options { Loading = ModelLoading.OnConstruction });
            Assert.NotNull(client.GetService<InternLM3Model>());
            Assert.Equal("12 + 30 = 42.", (await client.GetResponseAsync("What is 12 + 30?", s_greedy, Cancellation)).Text);
        }
    }

    [Fact]
    public async Task GetResponseAsync_AfterIdleUnload_LoadsAgainAndAnswers()
    {
        var (time, limit) = (new ManualTime(), TimeSpan.FromMinutes(5));
        await using var client = new InternLM3ChatClient(tiny.Folder, new InternLM3Options { IdleUnload = limit, TimeProvider = time, MaxConcurrentSequences = 1 });
        var engine = (await client.GetModelAsync(Cancellation)).Engine;
        await time.TimerAsync();
        time.Advance(limit);
        Assert.True(SpinWait.SpinUntil(() => !engine.Status.IsLoaded, TimeSpan.FromSeconds(30)));

        Assert.Equal("12 + 30 = 42.", (await client.GetResponseAsync("What is 12 + 30?", s_greedy, Cancellation)).Text);
        Assert.True(engine.Status.IsLoaded);
    }

    [Fact]
    public async Task WarmUpAsync_SystemPromptAndTools_IsCachedForTheFirstAnswer()
    {
        await using var client = new InternLM3ChatClient(tiny.Folder, new InternLM3Options { MaxConcurrentSequences = 2 });
        ChatMessage system = new(ChatRole.System, "You are a helpful assistant.");
        var options = new ChatOptions { Temperature = 0, Tools = [AIFunctionFactory.Create((string city) => city, "get_weather", "Get the weather.")] };
        var expected = await client.GetResponseAsync([new ChatMessage(ChatRole.User, "x")], s_greedy, Cancellation);
        Assert.Equal(0, expected.Usage!.CachedInputTokenCount);

        await client.WarmUpAsync([system], options, Cancellation);

        var model = await client.GetModelAsync(Cancellation);
        var warm = model.Engine.Status.TokensUsed - expected.Usage.InputTokenCount - expected.Usage.OutputTokenCount;
        var usage = (await client.GetResponseAsync([system, new ChatMessage(ChatRole.User, "你好")], options, Cancellation)).Usage!;

        // All but the "assistant" and its line end, where the question follows.
        Assert.Equal(warm - model.Tokenizer.Encode("assistant\n").Length, usage.CachedInputTokenCount);
        Assert.InRange(usage.InputTokenCount!.Value - usage.CachedInputTokenCount!.Value, 1, 12);
    }

    [Fact]
    public async Task GetResponseAsync_TurnAfterTurn_ReportsWhatWasNotComputedAgain()
    {
        await using var client = new InternLM3ChatClient(tiny.Folder);
        List<ChatMessage> history = [new(ChatRole.User, "My name is Quinn.")];
        var first = await client.GetResponseAsync(history, s_greedy, Cancellation);
        history.AddRange([.. first.Messages, new ChatMessage(ChatRole.User, "What is my name?")]);

        var usage = (await client.GetResponseAsync(history, s_greedy, Cancellation)).Usage!;

        Assert.Equal(0, first.Usage!.CachedInputTokenCount);
        Assert.Equal(first.Usage.InputTokenCount + first.Usage.OutputTokenCount, usage.CachedInputTokenCount);
    }

    [Theory]
    [InlineData("MaxConcurrentSequences")]
    [InlineData("KeyValueMemoryBudget")]
    [InlineData("MaxQueueLength")]
    [InlineData("ContextLength")]
    [InlineData("Threads")]
    [InlineData("PrefillChunkSize")]
    public void Constructor_OptionOutOfRange_IsRefusedByName(string option)
    {
        var options = option switch
        {
            "ContextLength" => new InternLM3Options { ContextLength = 0 },
            "Threads" => new InternLM3Options { Threads = -1 },
            "MaxConcurrentSequences" => new InternLM3Options { MaxConcurrentSequences = 0 },
            "KeyValueMemoryBudget" => new InternLM3Options { KeyValueMemoryBudget = 0 },
            "MaxQueueLength" => new InternLM3Options { MaxQueueLength = 0 },
            _ => new InternLM3Options { PrefillChunkSize = 0 },
        };

        Assert.Equal(option, Assert.Throws<UnsupportedOptionException>(() => new InternLM3ChatClient(tiny.Folder, options)).Option);
    }
}
