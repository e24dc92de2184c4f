using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Functions offered, called and answered through <see cref="FunctionInvokingChatClient"/>.</summary>
public abstract partial class ChatClientConformance
{
    private const string Weather = "Get the weather for city Brevaal.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_WithoutParameters_AreInvoked(bool streaming)
    {
        var calls = 0;
        var options = Greedy(AIFunctionFactory.Create(() => $"shaim {++calls}", "get_weather", "Get the weather."));

        var response = await AskAsync(Invoking(), streaming, "Get the weather.", options);

        Assert.Equal(1, calls);
        Assert.Contains("shaim 1", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_WithParameters_GetTheArgumentsAndTheResultIsUsed(bool streaming)
    {
        var cities = new List<string>();

        var response = await AskAsync(Invoking(), streaming, Weather, Greedy(GetWeather(cities)));

        Assert.Equal(["Brevaal"], cities);
        Assert.Contains("shaim 42", response.Text, StringComparison.Ordinal);
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task Functions_NotInvokedForTheCaller_AreHandedOverAndTheResultIsUsed()
    {
        List<ChatMessage> history = [new(ChatRole.User, Weather)];

        var asked = await Client.GetResponseAsync(history, Greedy(GetWeather([])), Cancellation);
        var call = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        history.AddMessages(asked);
        history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "shaim 42")]));
        var answered = await Client.GetResponseAsync(history, Greedy(GetWeather([])), Cancellation);

        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal(("get_weather", "Brevaal"), (call.Name, call.Arguments!["city"]!.ToString()));
        Assert.Contains("shaim 42", answered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_AnOptionalParameter_MayBeLeftOut()
    {
        (string City, int Count)? got = null;
        string GetScore(string city, int count = 5)
        {
            got = (city, count);
            return "7";
        }

        await AskAsync(Invoking(), streaming: false, "Get the score for city Brevaal.", Greedy(AIFunctionFactory.Create(GetScore, "get_score", "Get the score.")));

        Assert.Equal(("Brevaal", 5), got);
    }

    [Fact]
    public async Task Functions_ANestedParameter_IsBound()
    {
        Note? got = null;
        var options = Required(AIFunctionFactory.Create((Note note) => $"{got = note}", "create_note", "Create the note."));

        await AskAsync(Invoking(), streaming: false, "Create the note for city Brevaal and count 12.", options);

        Assert.NotNull(got);
        Assert.InRange(got.Author.City.Length, 0, 20);
        Assert.InRange(got.Author.Count, 0, 100);
    }

    [Fact]
    public async Task Functions_AnArrayParameter_IsBound()
    {
        int[]? got = null;
        var options = Required(AIFunctionFactory.Create(([MaxLength(4)] int[] values) => (got = values).Length, "get_score", "Get the score."));

        await AskAsync(Invoking(), streaming: false, "Get the score for values 12 and 7.", options);

        Assert.NotNull(got);
        Assert.InRange(got.Length, 0, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_SchemasOfManyKinds_AreAccepted(bool strict)
    {
        var options = Greedy([.. Kinds().Select(function => strict ? new StrictFunction(function) : function)]);
        options.MaxOutputTokens = 16;

        var response = await AskAsync(Client, streaming: false, "Hello", options);

        Assert.True(response.Usage!.InputTokenCount > 500);
    }

    [Fact]
    public async Task Functions_SeveralCallsInOneTurn_AreAllInvoked()
    {
        var cities = new List<string>();
        var recorder = new RecordingChatClient(Client);
        var options = Required(GetWeather(cities));
        options.AllowMultipleToolCalls = true;
        EncourageSeveralCalls(options);

        var response = await AskAsync(recorder.AsBuilder().UseFunctionInvocation().Build(), streaming: false, Weather, options);

        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.True(calls.Count > 1);
        Assert.Equal(calls.Count, calls.Select(call => call.CallId).Distinct().Count());
        Assert.Equal(calls.Count, recorder.Requests[1][^1].Contents.OfType<FunctionResultContent>().Count());
        Assert.True(cities.Count >= calls.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_OneIsRequired_OneIsCalledWhateverWasAsked(bool streaming)
    {
        var cities = new List<string>();

        await AskAsync(Invoking(), streaming, "Hello", Required(GetWeather(cities)));

        Assert.Single(cities);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_OneIsRequiredByName_ThatOneIsCalled(bool streaming)
    {
        var cities = new List<string>();
        var times = 0;
        var options = Greedy(GetWeather(cities), AIFunctionFactory.Create((string city) => $"{++times}", "get_time", "Get the time."));
        options.ToolMode = ChatToolMode.RequireSpecific("get_time");

        await AskAsync(Invoking(), streaming, Weather, options);

        Assert.Equal((0, 1), (cities.Count, times));
    }

    [Fact]
    public async Task Functions_ToolModeNone_CallsNone()
    {
        var cities = new List<string>();
        var options = Greedy(GetWeather(cities));
        options.ToolMode = ChatToolMode.None;

        await AskAsync(Invoking(), streaming: false, Weather, options);

        Assert.Empty(cities);
    }

    [Fact]
    public async Task Functions_NoneFits_AnswersInWords()
    {
        var cities = new List<string>();

        var response = await AskAsync(Invoking(), streaming: false, "What is the capital of France?", Greedy(GetWeather(cities)));

        Assert.Empty(cities);
        Assert.Contains("Paris", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_OneThrows_TheModelHearsOfIt()
    {
        var recorder = new RecordingChatClient(Client);
        var options = Greedy(AIFunctionFactory.Create(string (string city) => throw new InvalidOperationException("No such city."), "get_weather", "Get the weather."));

        var response = await AskAsync(recorder.AsBuilder().UseFunctionInvocation().Build(), streaming: false, Weather, options);

        Assert.True(recorder.Requests.Count > 1);
        Assert.NotNull(recorder.Requests[1][^1].Contents.OfType<FunctionResultContent>().Single().Exception);
        Assert.NotEmpty(response.Messages);
    }

    /// <summary>The weather of a city.</summary>
    protected static AIFunction GetWeather(List<string> cities) => AIFunctionFactory.Create(
        ([Description("The city.")] string city) =>
        {
            cities.Add(city);
            return "shaim 42";
        },
        "get_weather",
        "Get the weather.");

    private static ChatOptions Required(params AITool[] tools)
    {
        var options = Greedy(tools);
        options.ToolMode = ChatToolMode.RequireAny;
        return options;
    }

    private static AIFunction[] Kinds() =>
    [
        AIFunctionFactory.Create((string text, char letter, Guid id, Uri address) => "", "texts"),
        AIFunctionFactory.Create((int count, long big, short small, byte tiny, float single, double amount, decimal exact) => "", "numbers"),
        AIFunctionFactory.Create((DateTime date, DateTimeOffset moment, DateOnly day, TimeOnly time, TimeSpan span) => "", "times"),
        AIFunctionFactory.Create((bool yes, bool? maybe, int? count, string? text, Hue hue, Hue? other) => "", "choices"),
        AIFunctionFactory.Create((string[] texts, List<int> numbers, Note[] notes, int[][] rows) => "", "arrays"),
        AIFunctionFactory.Create((Note note, Dictionary<string, int> counts, JsonElement anything, object? value) => "", "objects"),
        AIFunctionFactory.Create((string text = "a", int count = 3, Hue hue = Hue.Green, Note? note = null) => "", "defaults"),
    ];

    private IChatClient Invoking() => Client.AsBuilder().UseFunctionInvocation().Build();

    /// <summary>A function that asks for its schema to be followed to the letter, as hosted models call it.</summary>
    private sealed class StrictFunction(AIFunction inner) : DelegatingAIFunction(inner)
    {
        public override JsonElement JsonSchema { get; } = AIJsonUtilities.TransformSchema(
            inner.JsonSchema, new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = true, RequireAllProperties = true });

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = new Dictionary<string, object?> { ["strict"] = true };
    }
}
