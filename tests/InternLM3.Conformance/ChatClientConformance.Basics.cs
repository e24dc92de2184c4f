using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Answers, streams, usage and history.</summary>
public abstract partial class ChatClientConformance
{
    private const string Capital = "What is the capital of France?";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_OneMessage_IsAnswered(bool streaming)
    {
        var response = await AskAsync(Client, streaming, Capital, Greedy());

        Assert.Contains("Paris", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_SeveralMessages_AreAllRead(bool streaming)
    {
        var response = await AskAsync(Client, streaming, [.. Introduction, new(ChatRole.User, "What is my name?")], Greedy());

        Assert.Contains("Quinn", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_EmptyMessagesAmongOthers_AreNoError(bool streaming)
    {
        var response = await AskAsync(
            Client, streaming, [new(ChatRole.System, []), new(ChatRole.User, []), new(ChatRole.Assistant, ""), new(ChatRole.User, Capital)], Greedy());

        Assert.Contains("Paris", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "You are a helpful assistant.")]
    [InlineData(true, "You are a helpful assistant.")]
    public async Task Chat_NoMessages_IsAnsweredOrRefused(bool streaming, string? instructions)
    {
        var options = Greedy();
        (options.Instructions, options.MaxOutputTokens) = (instructions, 8);
        if (instructions is null && !AnswersEmptyConversations)
        {
            await Assert.ThrowsAnyAsync<InternLM3Exception>(() => AskAsync(Client, streaming, [], options));
            return;
        }

        var response = await AskAsync(Client, streaming, [], options);

        Assert.InRange(response.Usage!.OutputTokenCount!.Value, 1, 8);
    }

    [Fact]
    public async Task Streaming_AnAnswer_ComesInPieces()
    {
        var pieces = new List<string>();
        await foreach (var update in Client.GetStreamingResponseAsync(Capital, Greedy(), Cancellation))
        {
            pieces.Add(update.Text);
        }

        Assert.True(pieces.Count(piece => piece.Length > 0) > 1);
        Assert.Contains("Paris", string.Concat(pieces), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Streaming_TheSameSeed_GivesTheSameAnswerAsNotStreaming(long seed)
    {
        var options = Sampled();
        options.Seed = seed;

        var whole = await AskAsync(Client, streaming: false, "Tell me a joke.", options);
        var streamed = await AskAsync(Client, streaming: true, "Tell me a joke.", options);

        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.FinishReason, streamed.FinishReason);
        Assert.Equal(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Usage_OfAnAnswer_AddsUp(bool streaming)
    {
        var usage = (await AskAsync(Client, streaming, Capital, Greedy())).Usage;

        Assert.NotNull(usage);
        Assert.True(usage.InputTokenCount > 5);
        Assert.True(usage.OutputTokenCount > 3);
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_AnswersAppendedToIt_AreRemembered(bool streaming)
    {
        var history = new List<ChatMessage>();
        foreach (var question in new[] { "My name is Quinn.", "Hello", "What is my name?" })
        {
            history.Add(new ChatMessage(ChatRole.User, question));
            if (streaming)
            {
                await history.AddMessagesAsync(Client.GetStreamingResponseAsync(history, Greedy(), Cancellation), cancellationToken: Cancellation);
            }
            else
            {
                history.AddMessages(await Client.GetResponseAsync(history, Greedy(), Cancellation));
            }
        }

        Assert.Equal(6, history.Count);
        Assert.Contains("Quinn", history[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_SeveralCallersAtOnce_EachGetsItsOwnAnswer()
    {
        (string Question, string Answer)[] expected =
            [(Capital, "Paris"), ("What is the capital of Japan?", "Tokyo"), ("What is the capital of China?", "Beijing"), ("Thank you!", "welcome")];

        var responses = await Task.WhenAll(expected.Select(pair => AskAsync(Client, streaming: false, pair.Question, Greedy())));

        Assert.All(expected.Zip(responses), pair => Assert.Contains(pair.First.Answer, pair.Second.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.GetResponseAsync(Capital, Greedy(), cancellation.Token));
    }

    [Fact]
    public void GetService_Metadata_NamesProviderAndModel()
    {
        var metadata = Client.GetService<ChatClientMetadata>();

        Assert.NotNull(metadata);
        Assert.NotEmpty(metadata.ProviderName!);
        Assert.NotEmpty(metadata.DefaultModelId!);
    }

    /// <summary>A conversation in which a name was given.</summary>
    private static ChatMessage[] Introduction =>
        [new(ChatRole.User, "My name is Quinn."), new(ChatRole.Assistant, "Nice to know! Your name is Quinn.")];

    /// <summary>Options under which answers differ from one another.</summary>
    private static ChatOptions Sampled() => new() { Temperature = 2, TopP = 1, TopK = 0, MaxOutputTokens = 40 };
}
