using InternLM3.Chat;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Chat;

public sealed class RememberedRepliesTests(TinyModel tiny) : IDisposable
{
    private const int Bos = 1, ImStart = 2040, ImEnd = 2041, ActionStart = 2042, ActionEnd = 2043, Plugin = 2044;

    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    // Seeds that sample no special token: a reply with one is not what its reader was given, and is encoded as text.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Prompt_OfTheNextTurn_BeginsWithThePromptAndTheSampledIdsOfTheLast(long seed)
    {
        List<ChatMessage> history = [new(ChatRole.User, $"Please tell me five scenic spots in Shanghai ({seed})")];
        var first = await Ask(history, new() { Temperature = 2.5f, TopK = 0, TopP = 0.97f, Seed = seed, MaxOutputTokens = 60 });
        var (prompt, output) = Ids(first);

        history.AddMessages(first);
        history.Add(new ChatMessage(ChatRole.User, "And in Beijing?"));
        var second = await Ask(history, new() { Temperature = 0, MaxOutputTokens = 1 });

        // The sampled ids are not the tokenizer's own, or this would prove nothing.
        Assert.NotEqual(tiny.Model.Tokenizer.Encode(first.Text), output);
        Assert.Equal([.. prompt, .. output, ImEnd], Ids(second).Prompt[..(prompt.Length + output.Length + 1)]);
    }

    [Fact]
    public async Task Prompt_AfterACall_KeepsTheIdsOfTheCall()
    {
        var weather = AIFunctionFactory.Create((string city) => "sunny", "get_weather", "Get the weather for a city.");
        ChatOptions options = new() { Temperature = 0, Tools = [weather], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false };
        List<ChatMessage> history = [new(ChatRole.User, "Get the weather for city Brevaal.")];
        var first = await Ask(history, options);
        var (prompt, output) = Ids(first);
        var call = first.Messages[0].Contents.OfType<FunctionCallContent>().Single();

        history.AddMessages(first);
        history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "sunny")]));
        var second = await Ask(history, new() { Temperature = 0, MaxOutputTokens = 1, Tools = [weather] });

        Assert.Equal(ActionEnd, output[^1]);
        Assert.Equal([.. prompt, .. output, ImEnd], Ids(second).Prompt[..(prompt.Length + output.Length + 1)]);
    }

    [Fact]
    public async Task Prompt_AfterAnAnswerThatWasCut_ContinuesItsIds()
    {
        List<ChatMessage> history = [new(ChatRole.User, "Tell me about deep learning, please.")];
        var whole = await Ask(history, Sampled(40));
        var cut = await Ask(history, Sampled(25));
        history.AddMessages(cut);

        var continued = await Ask(history, Sampled(1));

        Assert.Equal([.. Ids(cut).Prompt, .. Ids(cut).Output], Ids(continued).Prompt);
        Assert.Equal(Ids(whole).Output[..25], Ids(cut).Output);

        static ChatOptions Sampled(int tokens) => new() { Temperature = 1.3f, TopK = 0, TopP = 1, Seed = 11, MaxOutputTokens = tokens, AdditionalProperties = new() { [ChatOptionKeys.IgnoreEos] = true } };
    }

    [Fact]
    public async Task Prompt_AfterAnAnswerItsCallerBrokeOff_KeepsTheIdsThatWereShown()
    {
        List<ChatMessage> history = [new(ChatRole.User, "Who are you? Tell me everything.")];
        var shown = new List<ChatResponseUpdate>();
        await foreach (var update in _client.GetStreamingResponseAsync(history, new() { Temperature = 0 }, Cancellation))
        {
            shown.Add(update);
            if (shown.Count == 5)
            {
                break;
            }
        }

        var text = shown.ToChatResponse().Text;
        var replies = tiny.Model.Chat.Replies;
        Assert.True(replies.TryFind(
            [PromptPart.Special(ImStart), PromptPart.Run($"assistant\n{text}"), PromptPart.Special(ImEnd)], 1, tiny.Model.Tokenizer.Special, out var ids, out _));
        Assert.Equal(text, tiny.Model.Tokenizer.Decode(ids)["assistant\n".Length..]);
    }

    [Fact]
    public async Task Prompt_WithAReplyThatWasEdited_IsEncodedAsText()
    {
        List<ChatMessage> history = [new(ChatRole.User, "Tell me something odd.")];
        var first = await Ask(history, new() { Temperature = 2.5f, TopK = 0, TopP = 0.97f, Seed = 5, MaxOutputTokens = 30 });
        var edited = first.Text + "!";
        history.Add(new ChatMessage(ChatRole.Assistant, edited));
        history.Add(new ChatMessage(ChatRole.User, "And?"));

        var prompt = Ids(await Ask(history, new() { Temperature = 0, MaxOutputTokens = 1 })).Prompt;

        int[] turn = [ImStart, .. tiny.Model.Tokenizer.Encode($"assistant\n{edited}"), ImEnd];
        Assert.Equal(turn, prompt.Skip(Array.LastIndexOf(Ids(first).Prompt, ImStart)).Take(turn.Length));
    }

    [Fact]
    public void TryFind_TwoRepliesOfTheSameText_GivesTheLatest()
    {
        var replies = new RememberedReplies(100);
        var (one, other) = TwoEncodings("cat");

        Remember(replies, one);
        Remember(replies, other);

        Assert.Equal([.. Opening, .. other], Find(replies, "cat")!);
        Assert.Equal(Opening.Length + other.Length, replies.TokenCount);
    }

    [Fact]
    public void TryFind_TextThatSpellsTheTokensOfACall_FindsNoCall()
    {
        var tokenizer = tiny.Model.Tokenizer;
        var replies = new RememberedReplies(1000);
        int[] json = tokenizer.Encode("\n{\"name\": \"f\", \"parameters\": {}}");
        Remember(replies, [ActionStart, Plugin, .. json, ActionEnd]);
        Remember(replies, [.. tokenizer.Encode("a"), ImStart, .. tokenizer.Encode("b")]);

        foreach (var text in (string[])["<|action_start|><|plugin|>\n{\"name\": \"f\", \"parameters\": {}}<|action_end|>", "<2042><2044>32:\n{\"name\": \"f\", \"parameters\": {}}<2043>", "a<|im_start|>b", "ab", "a<2040>1:b", "\n{\"name\": \"f\", \"parameters\": {}}"])
        {
            Assert.Null(Find(replies, text));
        }
    }

    [Fact]
    public void Encode_RandomRepliesAndText_NeverHoldsASpecialTokenThatIsNoPartOfThePrompt()
    {
        // Replies of random ids, specials among them, and then every text they spell, as a user could send it.
        var tokenizer = tiny.Model.Tokenizer;
        var replies = new RememberedReplies(100_000);
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            int[] output = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(10) == 0 ? random.Next(2040, 2048) : random.Next(0, 2040))];
            Remember(replies, output);
            var text = tokenizer.Decode(output);

            var ids = new Prompt().Add(Bos).Add(ImStart).Add($"assistant\n{text}").Add(ImEnd).Encode(tokenizer, replies);

            Assert.Equal([Bos, ImStart], ids[..2]);
            Assert.Equal(ImEnd, ids[^1]);
            Assert.DoesNotContain(ids[2..^1], tokenizer.IsSpecial);
            Assert.Equal($"assistant\n{text}", tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Remember_MoreThanItsBound_DropsTheLeastRecentlyUsed()
    {
        var tokenizer = tiny.Model.Tokenizer;
        string[] texts = [.. Enumerable.Range(0, 6).Select(i => $"reply {i}")];
        var size = Opening.Length + tokenizer.Encode(texts[0]).Length;
        var replies = new RememberedReplies(3 * size);
        foreach (var text in texts[..3])
        {
            Remember(replies, tokenizer.Encode(text));
        }

        Assert.NotNull(Find(replies, texts[0]));
        Remember(replies, tokenizer.Encode(texts[3]));
        Remember(replies, tokenizer.Encode(string.Concat(texts) + string.Concat(texts)));

        Assert.Equal([true, false, true, true], texts[..4].Select(text => Find(replies, text) is not null));
        Assert.Equal(3 * size, replies.TokenCount);
    }

    [Fact]
    public void Remember_FromManyThreads_StaysWithinItsBound()
    {
        var replies = new RememberedReplies(200);

        Parallel.For(0, 2000, i =>
        {
            Remember(replies, [3 + (i % 97), 4 + (i % 31)]);
            Find(replies, tiny.Model.Tokenizer.Decode([3 + (i % 97), 4 + (i % 31)]));
        });

        Assert.InRange(replies.TokenCount, 1, 200);
    }

    [Fact]
    public void Options_NegativeRememberedReplyTokens_AreRefusedByName() => Assert.Equal(
        nameof(InternLM3Options.RememberedReplyTokens),
        Assert.Throws<UnsupportedOptionException>(() => new InternLM3Options { RememberedReplyTokens = -1 }.Validate()).Option);

    private int[] Opening => tiny.Model.Tokenizer.Encode("assistant\n");

    private void Remember(RememberedReplies replies, int[] output) =>
        replies.Remember([Bos, ImStart, .. Opening], output, tiny.Model.Tokenizer);

    private int[]? Find(RememberedReplies replies, string text)
    {
        replies.TryFind([PromptPart.Special(ImStart), PromptPart.Run($"assistant\n{text}"), PromptPart.Special(ImEnd)], 1, tiny.Model.Tokenizer.Special, out var ids, out _);
        return ids;
    }

    private (int[] One, int[] Other) TwoEncodings(string text)
    {
        var tokenizer = tiny.Model.Tokenizer;
        return (tokenizer.Encode(text), [.. text.SelectMany(c => tokenizer.Encode($"{c}"))]);
    }

    private Task<ChatResponse> Ask(List<ChatMessage> history, ChatOptions options)
    {
        (options.AdditionalProperties ??= [])[ChatOptionKeys.ReturnTokenIds] = true;
        return _client.GetResponseAsync(history, options, Cancellation);
    }

    private static (int[] Prompt, int[] Output) Ids(ChatResponse response)
    {
        var properties = response.Messages[^1].AdditionalProperties!;
        return ((int[])properties[ChatOptionKeys.PromptTokenIds]!, (int[])properties[ChatOptionKeys.TokenIds]!);
    }
}
