using InternLM3.Tests.Support;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.SemanticKernel.Tests;

public sealed class TokenBudgetChatHistoryReducerTests(TinyModel tiny)
{
    [Fact]
    public async Task Reduce_EverythingFits_IsNull() => Assert.Null(await ReduceAsync(History(), 10_000));

    [Fact]
    public async Task Reduce_ToolResultsTooLong_GoFirstWithTheirCalls()
    {
        var history = History();

        var kept = (await ReduceAsync(history, 150))!.ToList();

        Assert.Equal(["Be brief.", "Question one?", "I look.", "Answer one.", "Question two?"], kept.Select(message => message.Content));
        Assert.Empty(kept.SelectMany(message => message.Items).OfType<FunctionCallContent>());
        Assert.Same(history[1], kept[1]);
        Assert.Equal(2, history[2].Items.Count);
    }

    [Fact]
    public async Task Reduce_FewTokens_KeepsSystemAndTheLastQuestion()
    {
        var history = History();

        await history.ReduceInPlaceAsync(Reducer(1), CancellationToken.None);

        Assert.Equal(["Be brief.", "Question two?"], history.Select(message => message.Content));
    }

    [Fact]
    public async Task Reduce_CallWithoutAnAnswerYet_StaysWithItsResult()
    {
        var history = History();
        history.RemoveRange(4, 2);
        history.Insert(1, new ChatMessageContent(AuthorRole.Assistant, "Hello!"));
        history.Insert(1, new ChatMessageContent(AuthorRole.User, "Hello"));

        var kept = (await ReduceAsync(history, 1))!.ToList();

        Assert.Equal([AuthorRole.System, AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], kept.Select(message => message.Role));
        Assert.Single(kept.SelectMany(message => message.Items).OfType<FunctionCallContent>());
        Assert.Single(kept.SelectMany(message => message.Items).OfType<FunctionResultContent>());
    }

    private static ChatHistory History()
    {
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("Question one?");
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [new TextContent("I look."), new FunctionCallContent("search", "docs", "1", new KernelArguments { ["query"] = "x" })]));
        history.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent("search", "docs", "1", string.Join(' ', Enumerable.Repeat("passage", 100)))]));
        history.AddAssistantMessage("Answer one.");
        history.AddUserMessage("Question two?");
        return history;
    }

    private TokenBudgetChatHistoryReducer Reducer(int tokens) => new(tiny.Client.GetModelAsync().Result.Tokenizer, tokens);

    private Task<IEnumerable<ChatMessageContent>?> ReduceAsync(ChatHistory history, int tokens) => Reducer(tokens).ReduceAsync(history);
}
