#pragma warning disable MEAI001 // chat reducers are still experimental
using InternLM3.Chat;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Chat;

public sealed class TokenBudgetChatReducerTests(TinyModel tiny)
{
    private readonly ChatTemplate _template = new(tiny.Model.Tokenizer.Special, null);

    [Fact]
    public async Task ReduceAsync_EverythingFits_ChangesNothing()
    {
        var messages = RandomHistory(new Random(1), turns: 6);

        Assert.Equal(messages, await ReduceAsync(messages, 100_000));
    }

    [Fact]
    public async Task ReduceAsync_RandomHistories_KeepTheBudgetOrOnlyTheLastTurn()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var messages = RandomHistory(random, random.Next(1, 7));
            var budget = random.Next(1, 200);

            var kept = await ReduceAsync(messages, budget);

            var last = messages.FindLastIndex(message => message.Role == ChatRole.User);
            Assert.Equal(messages[last..], kept[^(messages.Count - last)..]);
            var onlyTheLastTurn = kept.Count(message => message.Role == ChatRole.User) == 1;
            Assert.True(onlyTheLastTurn || RenderedTokens(kept) <= budget, $"history {i}: {RenderedTokens(kept)} tokens of {budget}");
        }
    }

    [Fact]
    public async Task ReduceAsync_RandomHistories_KeepSystemMessagesOrderAndPairs()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var messages = RandomHistory(random, random.Next(1, 7));

            var kept = await ReduceAsync(messages, random.Next(1, 200));

            Assert.Equal(messages.Where(message => message.Role == ChatRole.System), kept.Where(message => message.Role == ChatRole.System));
            Assert.Equal(messages.Where(kept.Contains), kept);
            var rest = kept.Where(message => message.Role != ChatRole.System).ToList();
            Assert.Equal(ChatRole.User, rest[0].Role);
            var questions = messages.Where(message => message.Role == ChatRole.User).ToList();
            var left = rest.Count(message => message.Role == ChatRole.User);
            Assert.Equal(questions.TakeLast(left), rest.Where(message => message.Role == ChatRole.User));
            var contents = kept.SelectMany(message => message.Contents).ToList();
            Assert.Equal(
                contents.OfType<FunctionCallContent>().Select(call => call.CallId), contents.OfType<FunctionResultContent>().Select(result => result.CallId));
        }
    }

    [Fact]
    public async Task ReduceAsync_ToolResultsTooLong_GoBeforeAnyTurnDoes()
    {
        var random = new Random(5);
        List<ChatMessage> first = Turn(random, 1, call: true), second = Turn(random, 2, call: true), last = Turn(random, 3, call: true);
        List<ChatMessage> all = [.. first, .. second, .. last];
        List<ChatMessage> withoutFirst = [first[0], first[3], .. second, .. last], withoutBoth = [first[0], first[3], second[0], second[3], .. last];

        Assert.Equal(withoutFirst, await ReduceAsync(all, Least(all, kept => kept.Count == withoutFirst.Count)));
        Assert.Equal(withoutBoth, await ReduceAsync(all, Least(all, kept => kept.Count == withoutBoth.Count)));
        Assert.Equal([second[0], second[3], .. last], await ReduceAsync(all, Least(all, kept => kept.Count == withoutBoth.Count - 2)));
        Assert.Equal(last, await ReduceAsync(all, 1));
    }

    [Fact]
    public async Task ReduceAsync_TextBesideACall_StaysAndTheOriginalIsUntouched()
    {
        var call = new ChatMessage(ChatRole.Assistant, [new TextContent("I look it up."), new FunctionCallContent("1", "search", new Dictionary<string, object?> { ["query"] = "x" })]);
        var result = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", string.Join(' ', Enumerable.Repeat("passage", 200)))]);
        List<ChatMessage> messages = [new(ChatRole.User, "Hello"), call, result, new(ChatRole.Assistant, "Found."), new(ChatRole.User, "Thanks")];

        var kept = await ReduceAsync(messages, 80);

        Assert.Equal(["Hello", "I look it up.", "Found.", "Thanks"], kept.Select(message => message.Text));
        Assert.Empty(kept.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal(2, call.Contents.Count);
    }

    [Fact]
    public async Task ReduceAsync_ALongLastTurn_LosesItsOlderCallsAndKeepsTheNewest()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "Look everything up.")];
        for (var i = 0; i < 4; i++)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"{i}", "search", new Dictionary<string, object?> { ["query"] = "x" })]));
            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"{i}", string.Join(' ', Enumerable.Repeat("passage", 50)))]));
        }

        Assert.Equal([messages[0], messages[7], messages[8]], await ReduceAsync(messages, 1));
    }

    [Fact]
    public async Task ReduceAsync_OneTokenMore_DropsOneTurn()
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "You are a helpful assistant."),
            new(ChatRole.User, "Hello"),
            new(ChatRole.Assistant, "Hello! How can I help you today?"),
            new(ChatRole.User, "What is my name?"),
        ];
        var fits = Enumerable.Range(1, 200).First(budget => ReduceAsync(messages, budget).Result.Count == messages.Count);

        Assert.Equal([messages[0], messages[3]], await ReduceAsync(messages, fits - 1));
        Assert.InRange(fits, RenderedTokens(messages), RenderedTokens(messages) + 10);
    }

    [Fact]
    public async Task ReduceAsync_ALastTurnTooLong_StaysWhole()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hello!"), .. Turn(new Random(4), 1, call: true)];

        Assert.Equal(messages[2..], await ReduceAsync(messages, 1));
    }

    [Fact]
    public async Task ReduceAsync_NothingOrSystemMessagesAlone_StaysAsItIs()
    {
        List<ChatMessage> system = [new(ChatRole.System, "Be brief.")];

        Assert.Empty(await ReduceAsync([], 1));
        Assert.Equal(system, await ReduceAsync(system, 1));
    }

    [Fact]
    public void Constructor_NoBudgetOrTokenizer_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenBudgetChatReducer(tiny.Model.Tokenizer, 0));
        Assert.Throws<ArgumentNullException>(() => new TokenBudgetChatReducer(null!, 1));
    }

    private int Least(List<ChatMessage> messages, Func<List<ChatMessage>, bool> holds) => Enumerable.Range(1, 1000).First(budget => holds(ReduceAsync(messages, budget).Result));

    private static List<ChatMessage> RandomHistory(Random random, int turns)
    {
        var messages = new List<ChatMessage>();
        if (random.Next(2) == 0)
        {
            messages.Add(new ChatMessage(ChatRole.System, Words(random)));
        }

        for (var i = 0; i < turns; i++)
        {
            messages.AddRange(Turn(random, i, call: random.Next(3) == 0));
            if (random.Next(8) == 0)
            {
                messages.Insert(messages.Count - 1, new ChatMessage(ChatRole.System, Words(random)));
            }
        }

        return messages;
    }

    private static List<ChatMessage> Turn(Random random, int number, bool call)
    {
        var turn = new List<ChatMessage> { new(ChatRole.User, Words(random)) };
        if (call)
        {
            var arguments = new Dictionary<string, object?> { ["city"] = Words(random), ["count"] = random.Next(1000), ["items"] = new[] { 1, 2, 3 } };
            turn.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call_{number}", "get_weather", arguments)]));
            turn.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{number}", random.Next(2) == 0 ? Words(random) : new { Value = Words(random) })]));
        }

        turn.Add(new ChatMessage(ChatRole.Assistant, Words(random)));
        return turn;
    }

    private static string Words(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(4) == 0 ? "你好,世界" : "shaim weather " + random.Next(1000)));

    private async Task<List<ChatMessage>> ReduceAsync(List<ChatMessage> messages, int budget) =>
        [.. await new TokenBudgetChatReducer(tiny.Model.Tokenizer, budget).ReduceAsync(messages, CancellationToken.None)];

    /// <summary>What the messages really take, without the start of the text and the opened answer.</summary>
    private int RenderedTokens(List<ChatMessage> messages)
    {
        List<ChatMessage> ended = [.. messages, new(ChatRole.User, "")];
        return Encoded(ended) - Encoded([new(ChatRole.User, "")]);
        int Encoded(List<ChatMessage> all) => _template.Render(all, null).Encode(tiny.Model.Tokenizer).Length;
    }
}
