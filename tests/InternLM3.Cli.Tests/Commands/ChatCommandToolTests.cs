using InternLM3.Cli.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

/// <summary>Functions of a file, called by InternLM3-Tiny.</summary>
public sealed class ChatCommandToolTests : IDisposable
{
    private const string Question = "Get the weather for city Brevaal.";
    private const string Call = """{"name":"get_weather","arguments":{"city":"Brevaal"}}""";

    private readonly JsonFiles _files = new();
    private readonly string _tools;

    public ChatCommandToolTests() => _tools = _files.Add(JsonFiles.WeatherAndCalculator);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Tools_ACall_EndsTheTurn()
    {
        Assert.Equal(["""[call] get_weather {"city":"Brevaal"}"""], await CommandRun.LinesAsync(Arguments(Question)));

        var answer = await CommandRun.JsonAsync([.. Arguments(Question), "--json"]);
        Assert.Equal($"[{Call}]", answer.GetProperty("tool_calls").GetRawText());
        Assert.Equal(("", "tool_calls"), (answer.GetProperty("text").GetString(), answer.GetProperty("finish_reason").GetString()));
    }

    [Theory]
    [InlineData("""{ "calculator": 1, "get_weather": "shaim 42" }""")]
    [InlineData("""["shaim 42"]""")]
    public async Task ToolResults_OfACall_AreAnswered(string results)
    {
        string[] arguments = [.. Arguments(Question), "--tool-results", _files.Add(results)];
        Assert.Equal(["""[call] get_weather {"city":"Brevaal"}""", "The weather is shaim 42."], await CommandRun.LinesAsync(arguments));

        var answer = await CommandRun.JsonAsync([.. arguments, "--json"]);
        Assert.Equal($"[{Call}]", answer.GetProperty("tool_calls").GetRawText());
        Assert.Equal(("The weather is shaim 42.", "stop"), (answer.GetProperty("text").GetString(), answer.GetProperty("finish_reason").GetString()));
    }

    [Theory]
    [InlineData("{}", "get_weather")]
    [InlineData("[]", "get_weather")]
    [InlineData("\"shaim 42\"", "array of results")]
    [InlineData("[", "no JSON")]
    public async Task ToolResults_WithoutOneForTheCall_AreAFailureThatNamesTheFile(string results, string problem)
    {
        var file = _files.Add(results);
        var result = await CommandRun.RunAsync([.. Arguments(Question), "--tool-results", file, "--json"]);
        var sentence = result.Error.TrimEnd().Split('\n')[^1];
        Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(file, sentence, StringComparison.Ordinal);
        Assert.Contains(problem, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("required")]
    [InlineData("calculator")]
    public async Task ToolChoice_Forced_CallsAndThenAnswers(string choice)
    {
        var results = _files.Add("""{ "calculator": 5, "get_weather": "shaim 42" }""");
        var answer = await CommandRun.JsonAsync([.. Arguments("Hello"), "--tool-choice", choice, "--tool-results", results, "--json"]);
        var calls = answer.GetProperty("tool_calls");
        Assert.NotEqual(0, calls.GetArrayLength());
        Assert.True(choice == "required" || calls[0].GetProperty("name").GetString() == choice);
        Assert.Equal("stop", answer.GetProperty("finish_reason").GetString());
        Assert.NotEqual("", answer.GetProperty("text").GetString());
    }

    [Fact]
    public async Task ToolChoice_None_OffersNothing()
    {
        var answer = await CommandRun.JsonAsync([.. Arguments("What is 12 + 30?"), "--tool-choice", "none", "--json"]);
        Assert.Equal("12 + 30 = 42.", answer.GetProperty("text").GetString());
        Assert.Equal(19, answer.GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task ToolChoice_OtherName_IsUsage() => Assert.StartsWith(
        "--tool-choice: \"get_time\"", await CommandRun.RefusalAsync(ExitCode.Usage, [.. Arguments(Question), "--tool-choice", "get_time"]), StringComparison.Ordinal);

    private string[] Arguments(string prompt) => ["chat", "--temperature", "0", "--prompt", prompt, "--tools", _tools];
}
