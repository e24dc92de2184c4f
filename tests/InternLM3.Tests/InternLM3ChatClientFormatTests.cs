using System.Text.Json;
using InternLM3.Chat;
using InternLM3.Constraints;
using InternLM3.Sampling;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace InternLM3.Tests;

public sealed class InternLM3ChatClientFormatTests(TinyModel tiny) : IDisposable
{
    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task GetResponseAsync_Typed_GivesTheValue()
    {
        var response = await _client.GetResponseAsync<Person>(
            "Return JSON for: name Quinn, age 41.", JsonSerializerOptions.Web, new ChatOptions { Temperature = 0 }, cancellationToken: Cancellation);

        Assert.Equal(new Person("Quinn", 41), response.Result);
    }

    [Theory]
    [InlineData("What is 12 + 30?", 0f)]
    [InlineData("你好", 3f)]
    public async Task GetResponseAsync_SchemaThatTheModelWouldNotWrite_IsObeyedAllTheSame(string question, float temperature)
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"kind":{"enum":["甲","乙"]},"score":{"type":"integer","minimum":-3,"maximum":12},"tags":{"type":"array","items":{"type":"boolean"},"minItems":2,"maxItems":3}},"required":["kind","score","tags"],"additionalProperties":false}""");
        for (var seed = 0; seed < 10; seed++)
        {
            var options = new ChatOptions { Temperature = temperature, TopK = 0, TopP = 1, Seed = seed, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) };

            var response = await _client.GetResponseAsync(question, options, Cancellation);

            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            var json = JsonElement.Parse(response.Text);
            Assert.Contains(json.GetProperty("kind").GetString(), new[] { "甲", "乙" });
            Assert.InRange(json.GetProperty("score").GetInt32(), -3, 12);
            Assert.InRange(json.GetProperty("tags").GetArrayLength(), 2, 3);
        }
    }

    [Theory]
    [InlineData("你好", "[甲乙]{2,3}-[0-9]{4}")]
    [InlineData("Who are you?", "(yes|no)")]
    public async Task GetResponseAsync_Regex_IsMatchedAsAWhole(string question, string pattern)
    {
        var response = await _client.GetResponseAsync(question, new ChatOptions { Temperature = 2, Seed = 5 }.WithRegex(pattern), Cancellation);

        Assert.Matches($"^(?:{pattern})$", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData("(a", false)]
    [InlineData("a", true)]
    public async Task GetResponseAsync_RegexThatCannotBe_IsRefused(string pattern, bool json)
    {
        var options = new ChatOptions { ResponseFormat = json ? ChatResponseFormat.Json : null }.WithRegex(pattern);

        await Assert.ThrowsAnyAsync<InternLM3Exception>(() => _client.GetResponseAsync("Hello", options, Cancellation));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Logprobs_ComePieceByPieceAndWholeAtTheEnd()
    {
        var pieces = new List<OutputLogprob>();
        IReadOnlyList<OutputLogprob>? whole = null;
        await foreach (var update in _client.GetStreamingResponseAsync("你好", new ChatOptions { Temperature = 0 }.WithLogprobs(), Cancellation))
        {
            pieces.AddRange((IReadOnlyList<OutputLogprob>)update.AdditionalProperties![ChatOptionKeys.LogprobsDelta]!);
            whole = update.AdditionalProperties.GetValueOrDefault(ChatOptionKeys.Logprobs) as IReadOnlyList<OutputLogprob> ?? whole;
        }

        Assert.Equal(whole!.Select(token => token.TokenId), pieces.Select(token => token.TokenId));
        Assert.NotEmpty(pieces);
    }

    [Fact]
    public async Task GetResponseAsync_JsonWithoutSchema_IsAnObject()
    {
        var response = await _client.GetResponseAsync("Return JSON for: city Kaibo, item lamp.", new() { Temperature = 0, ResponseFormat = ChatResponseFormat.Json }, Cancellation);

        Assert.Equal("""{"city": "Kaibo", "item": "lamp"}""", response.Text);
    }

    [Fact]
    public async Task GetResponseAsync_SchemaThatCannotBeEnforced_IsRefusedByKeywordBeforeAnythingRuns()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"not":{"type":"string"}}""")) };

        var error = await Assert.ThrowsAsync<SchemaException>(() => _client.GetResponseAsync("你好", options, Cancellation));

        Assert.Contains("not", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_ThinkingThenFormat_ThinksFreelyAndAnswersInTheFormat()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"]}""");
        ChatOptions Options(ReasoningOutput? output) => new()
        {
            Temperature = 0,
            Reasoning = new() { Effort = ReasoningEffort.Low, Output = output },
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema),
        };
        const string Problem = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";

        var full = await _client.GetResponseAsync(Problem, Options(ReasoningOutput.Full), Cancellation);
        var streamed = await _client.GetStreamingResponseAsync(Problem, Options(ReasoningOutput.Full), Cancellation).ToChatResponseAsync(Cancellation);
        var answerOnly = await _client.GetResponseAsync(Problem, Options(ReasoningOutput.None), Cancellation);

        var reasoning = string.Concat(full.Messages[0].Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        Assert.Contains("\\boxed{95}", reasoning, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Number, JsonElement.Parse(full.Text).GetProperty("answer").ValueKind);
        Assert.InRange(full.Usage!.ReasoningTokenCount!.Value, 10, full.Usage.OutputTokenCount!.Value - 1);
        Assert.Equal(full.Text, streamed.Text);
        Assert.Equal(full.Text, answerOnly.Text);
        Assert.DoesNotContain(answerOnly.Messages[0].Contents, content => content is TextReasoningContent);
    }

    [Fact]
    public async Task GetResponseAsync_Logprobs_AreThoseOfTheAnswersTokens()
    {
        var response = await _client.GetResponseAsync("What is 12 + 30?", new ChatOptions { Temperature = 0 }.WithLogprobs(3).WithTokenIds(), Cancellation);

        var extra = response.Messages[^1].AdditionalProperties!;
        var logprobs = (IReadOnlyList<OutputLogprob>)extra[ChatOptionKeys.Logprobs]!;
        Assert.Equal((int[])extra[ChatOptionKeys.TokenIds]!, logprobs.Select(logprob => logprob.TokenId));
        Assert.Equal(response.Text, string.Concat(logprobs.Select(logprob => logprob.Text)));
        Assert.All(logprobs, logprob => Assert.Equal((3, logprob.TokenId), (logprob.Alternatives.Count, logprob.Alternatives[0].TokenId)));
    }

    [Fact]
    public async Task GetResponseAsync_LogitBias_KeepsATokenOut()
    {
        var free = await _client.GetResponseAsync("What is 12 + 30?", new ChatOptions { Temperature = 0 }.WithTokenIds(), Cancellation);
        var first = ((int[])free.Messages[^1].AdditionalProperties![ChatOptionKeys.TokenIds]!)[0];

        var biased = await _client.GetResponseAsync(
            "What is 12 + 30?", new ChatOptions { Temperature = 0, MaxOutputTokens = 5 }.WithTokenIds().WithLogitBias(new Dictionary<int, float> { [first] = -100 }), Cancellation);

        Assert.DoesNotContain(first, (int[])biased.Messages[^1].AdditionalProperties![ChatOptionKeys.TokenIds]!);
    }

    [Fact]
    public async Task GetResponseAsync_RawSampling_IsTheBaseOfTheOtherOptions()
    {
        var options = new ChatOptions { RawRepresentationFactory = _ => SamplingOptions.Greedy };

        Assert.Equal("12 + 30 = 42.", (await _client.GetResponseAsync("What is 12 + 30?", options, Cancellation)).Text);
    }

    [Fact]
    public async Task GetResponseAsync_WarnPolicy_LeavesOutWhatAnAnswerMakesSenseWithout()
    {
        var log = new ListLogger();
        using var client = new InternLM3ChatClient(tiny.Model, options: new() { UnsupportedOptions = UnsupportedOptionBehavior.Warn }, loggerFactory: log);
        var options = new ChatOptions { Temperature = 0, ModelId = "gpt-4", AdditionalProperties = new() { ["top_q"] = 1 } };

        Assert.Equal("12 + 30 = 42.", (await client.GetResponseAsync("What is 12 + 30?", options, Cancellation)).Text);

        Assert.Equal(2, log.Messages.Count);
        Assert.Contains(log.Messages, message => message.Contains("ModelId", StringComparison.Ordinal));
        Assert.Contains(log.Messages, message => message.Contains("top_q", StringComparison.Ordinal));
        await Assert.ThrowsAsync<UnsupportedOptionException>(() => client.GetResponseAsync("Hi", new() { Temperature = -1 }, Cancellation));
    }

    [Fact]
    public async Task GetResponseAsync_IgnoreEosWithAFormat_IsRefused() =>
        await Assert.ThrowsAsync<UnsupportedOptionException>(
            () => _client.GetResponseAsync("你好", new ChatOptions { ResponseFormat = ChatResponseFormat.Json }.WithIgnoreEos(), Cancellation));

    private sealed record Person(string Name, int Age);

    private sealed class ListLogger : ILoggerFactory, ILogger
    {
        public List<string> Messages { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
