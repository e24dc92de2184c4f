using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Shortened histories: what reaches the model, and that it still answers.</summary>
public abstract partial class ChatClientConformance
{
    private const string SystemPrompt = "You are a helpful assistant.";

    [Theory]
    [InlineData(6, true)]
    [InlineData(1, false)]
    public async Task Reducer_CountingMessages_DecidesWhatIsRemembered(int count, bool remembered)
    {
        var recorder = new RecordingChatClient(Client);
        var client = recorder.AsBuilder().UseChatReducer(new MessageCountingChatReducer(count)).Build();

        var response = await AskAsync(client, streaming: false, [new(ChatRole.System, SystemPrompt), .. Introduction, new(ChatRole.User, "What is my name?")], Greedy());

        Assert.Equal(ChatRole.System, recorder.Requests[0][0].Role);
        Assert.Equal(Math.Min(count, 3) + 1, recorder.Requests[0].Count);
        Assert.Equal(remembered, response.Text.Contains("Quinn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reducer_Summarizing_ReplacesOldTurnsAndKeepsTheSystemMessageAndTheLast(bool streaming)
    {
        var (recorder, client) = Summarizing(new SummarizingChatReducer(Client, 2, 0));

        var response = await AskAsync(client, streaming, LongHistory(), Greedy());

        var sent = recorder.Requests[0];
        Assert.True(sent.Count < LongHistory().Count);
        Assert.Equal(SystemPrompt, sent.Single(message => message.Text == SystemPrompt).Text);
        Assert.DoesNotContain(sent, message => message.Text == "Hello");
        Assert.Equal(["Nice to know! Your name is Quinn.", "What is my name?"], sent.Select(message => message.Text).TakeLast(2));
        Assert.Contains("Quinn", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reducer_Summarizing_SendsItsOwnPromptToTheModel()
    {
        var summarizer = new RecordingChatClient(Client);
        var (_, client) = Summarizing(new SummarizingChatReducer(summarizer, 2, 0) { SummarizationPrompt = "Be brief." });

        await AskAsync(client, streaming: false, LongHistory(), Greedy());

        var asked = Assert.Single(summarizer.Requests);
        Assert.Contains(asked, message => message.Text == "Be brief.");
        Assert.Contains(asked, message => message.Text == "Hello");
    }

    [Fact]
    public async Task Reducer_Summarizing_ACallAndItsResultStayTogether()
    {
        var (recorder, client) = Summarizing(new SummarizingChatReducer(Client, 2, 0));
        List<ChatMessage> history =
        [
            .. LongHistory().SkipLast(1),
            new(ChatRole.User, Weather),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "get_weather", new Dictionary<string, object?> { ["city"] = "Brevaal" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "shaim 42")]),
        ];

        var response = await AskAsync(client, streaming: false, history, Greedy(GetWeather([])));

        var contents = recorder.Requests[0].SelectMany(message => message.Contents).ToList();
        Assert.Equal(contents.OfType<FunctionCallContent>().Count(), contents.OfType<FunctionResultContent>().Count());
        Assert.Contains("shaim 42", response.Text, StringComparison.Ordinal);
    }

    private static List<ChatMessage> LongHistory() =>
    [
        new(ChatRole.System, SystemPrompt),
        new(ChatRole.User, "Hello"),
        new(ChatRole.Assistant, "Hello! How can I help you today?"),
        new(ChatRole.User, Capital),
        new(ChatRole.Assistant, "The capital of France is Paris."),
        .. Introduction,
        new(ChatRole.User, "What is my name?"),
    ];

    private (RecordingChatClient Recorder, IChatClient Client) Summarizing(IChatReducer reducer)
    {
        var recorder = new RecordingChatClient(Client);
        return (recorder, recorder.AsBuilder().UseChatReducer(reducer).Build());
    }
}
