using System.Text.Json;
using InternLM3.Cli.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

/// <summary>What comes with an answer, and what holds it: reasoning, schemas, stop texts, log-probabilities.</summary>
public sealed class ChatCommandAnswerTests : IDisposable
{
    private const string Marbles = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";
    private const string Boxed = "The answer is \\boxed{95}.";

    private readonly JsonFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Think_Json_TellsReasoningFromTheAnswer()
    {
        var answer = await CommandRun.JsonAsync(["chat", "--temperature", "0", "--json", "--prompt", Marbles, "--think"]);
        Assert.Equal(Boxed, answer.GetProperty("text").GetString());
        Assert.StartsWith("## Understanding\n", answer.GetProperty("reasoning").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Think_Piped_IsPlainReasoningThenTheAnswer()
    {
        var lines = await CommandRun.LinesAsync(["chat", "--temperature", "0", "--prompt", Marbles, "--think=high"]);
        Assert.Equal(("## Understanding", Boxed), (lines[0], lines[^1]));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Think_Efforts_HaveBudgetsOfTheirOwn()
    {
        var prompts = new HashSet<string>();
        foreach (var effort in new[] { "low", "medium", "high", "xhigh" })
        {
            var answer = await CommandRun.JsonAsync(["chat", "--json", "--prompt", Marbles, $"--think={effort}", "--max-tokens", "1"]);
            prompts.Add(answer.GetProperty("prompt_token_ids").GetRawText());
        }

        Assert.Equal(4, prompts.Count);
    }

    [Fact]
    public async Task Schema_Answer_Conforms()
    {
        var schema = _files.Add("""{ "type": "object", "properties": { "name": { "type": "string" }, "age": { "type": "integer" } }, "required": ["name", "age"] }""");
        var line = Assert.Single(await CommandRun.LinesAsync("chat", "--temperature", "0", "--prompt", "Return JSON for: name Quinn, age 41.", "--schema", schema));
        using var answer = JsonDocument.Parse(line);
        Assert.Equal(("Quinn", 41), (answer.RootElement.GetProperty("name").GetString(), answer.RootElement.GetProperty("age").GetInt32()));
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("", "no JSON")]
    [InlineData("[1]", "schema")]
    [InlineData("""{ "type": "array", "uniqueItems": true }""", "uniqueItems")]
    public async Task Schema_ThatCannotBeUsed_IsAFailure(string schema, string problem) => Assert.Contains(
        problem, await CommandRun.RefusalAsync(ExitCode.Failure, "chat", "--prompt", "Hello", "--schema", _files.Add(schema)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--schema")]
    [InlineData("--tools")]
    public async Task Files_Missing_AreAFailureThatNamesThem(string option) => Assert.Contains(
        _files.Missing, await CommandRun.RefusalAsync(ExitCode.Failure, "chat", "--prompt", "Hello", option, _files.Missing), StringComparison.Ordinal);

    [Fact]
    public async Task Stop_SeveralTimes_EndsAtTheFirst()
    {
        var answer = await CommandRun.JsonAsync(
            "chat", "--temperature", "0", "--json", "--prompt", "Please tell me five scenic spots in Shanghai", "--stop", "4.", "--stop", "\n3.");
        Assert.Equal("Here are five scenic spots in Shanghai:\n1. The Bund\n2. Yu Garden", answer.GetProperty("text").GetString());
        Assert.Equal("stop", answer.GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Logprobs_Json_HasEachTokenWithItsAlternatives(int alternatives)
    {
        var answer = await CommandRun.JsonAsync(
            "chat", "--temperature", "0", "--json", "--prompt", "What is 12 + 30?", "--logprobs", $"{alternatives}", "--max-tokens", "6");
        var tokens = answer.GetProperty("logprobs").EnumerateArray().ToArray();
        Assert.Equal(answer.GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32()), tokens.Select(token => token.GetProperty("token_id").GetInt32()));
        Assert.Equal(answer.GetProperty("text").GetString(), string.Concat(tokens.Select(token => token.GetProperty("token").GetString())));
        Assert.All(tokens, token =>
        {
            var top = token.GetProperty("top");
            Assert.InRange(token.GetProperty("logprob").GetSingle(), float.MinValue, 0);
            Assert.Equal(alternatives, top.GetArrayLength());
            Assert.True(alternatives == 0 || top[0].GetProperty("token_id").GetInt32() == token.GetProperty("token_id").GetInt32());
        });
    }
}
