using InternLM3.Chat;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Sampling;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Generation;

/// <summary>
/// With and without speculation the tokens are the same. Several tokens appended at once give logits within 1e-7 of single steps (fp32), so
/// equality is exact as long as no two logits are that close; none are on these prompts.
/// </summary>
public sealed class SpeculationTests(TinyModel tiny) : IAsyncLifetime
{
    private const string Documents =
        "Documents:\n[1] The Zora Bridge was built in 1873.\n[2] The Quill Tower was built in 1921.\n[3] The Amber Library was opened in 1788.\n\nQuestion: ";

    private GenerationEngine _plain = null!;
    private GenerationEngine _drafting = null!;

    public static TheoryData<string> Questions =>
    [
        "Repeat: zora quill bramble zora quill bramble zora quill bramble",
        "Repeat: one two three four five six seven",
        Documents + "When was the Zora Bridge built?",
        Documents + "When was the Quill Tower built?",
        Documents + "When was the Amber Library opened?",
        "Please tell me five scenic spots in Shanghai",
        "介绍一下深度学习。",
        "Return JSON for: name Quinn, age 41.",
        "What is 12 + 30?",
        "Tell me a joke about a bridge in Paris.",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        (_plain, _drafting) = (Engine(0), Engine(8));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _drafting.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task GenerateAsync_AnySampling_GivesTheTokensOfSingleSteps(string question)
    {
        GenerationRequest greedy = new() { Prompt = tiny.Prompt(question), StopTokens = tiny.Model.StopTokens, MaxNewTokens = 80 };
        GenerationRequest[] requests =
        [
            greedy,
            greedy with { MinNewTokens = 40 },
            greedy with { IgnoreEos = true, Sampling = SamplingOptions.Greedy with { RepetitionPenalty = 1.2f, FrequencyPenalty = 0.3f } },
            greedy with { Sampling = SamplingOptions.ModelCard, Seed = 4 },
            greedy with { Sampling = new() { Temperature = 1.5f }, Seed = 5, IgnoreEos = true },
            greedy with { MaxNewTokens = 2 },
            greedy with { Logprobs = 3 },
        ];

        foreach (var request in requests)
        {
            var (expected, end) = await RunAsync(_plain, request);
            var (actual, finish) = await RunAsync(_drafting, request);

            Assert.Equal(expected.Select(e => e.TokenId), actual.Select(e => e.TokenId));
            Assert.Equal((end.FinishReason, end.TokenId), (finish.FinishReason, finish.TokenId));
            Assert.Equal(expected.Select(e => e.Alternatives.Count), actual.Select(e => e.Alternatives.Count));
            Assert.Equal(expected.Select(e => e.Logprob ?? 0), actual.Select(e => e.Logprob ?? 0), (x, y) => Math.Abs(x - y) < 1e-4);
            Assert.Equal(0, end.Timings.DraftTokens);
        }
    }

    [Fact]
    public async Task GenerateAsync_AnAnswerThatRepeats_TakesFewerSteps()
    {
        var spy = new SpyBackend(Backend());
        await using var engine = new GenerationEngine(spy, tiny.Model.Config);
        var (tokens, finish) = await RunAsync(engine, new() { Prompt = tiny.Prompt("Repeat: zora quill bramble zora quill bramble zora quill bramble"), StopTokens = tiny.Model.StopTokens });

        Assert.True(finish.Timings.AcceptedDraftTokens > 0);
        Assert.Equal(tokens.Count - finish.Timings.AcceptedDraftTokens, spy.Decodes + spy.Appends - (finish.FinishReason == FinishReason.Stop ? 1 : 0), 1d);
        Assert.True(finish.Timings.AcceptedDraftTokens <= finish.Timings.DraftTokens);
    }

    [Fact]
    public async Task GenerateAsync_AfterADraftThatWasRefused_KeepsThePrefixRight()
    {
        // The next request reuses the slot: keys and values of refused tokens must not be left in it.
        foreach (var question in Questions.Select(row => row.Data))
        {
            var first = new GenerationRequest { Prompt = tiny.Prompt(question), StopTokens = tiny.Model.StopTokens, MaxNewTokens = 30, IgnoreEos = true };
            var (tokens, _) = await RunAsync(_drafting, first);
            var second = first with { Prompt = (int[])[.. first.Prompt.Span, .. tokens.Select(e => e.TokenId), 2041, .. tiny.Prompt("And why?")] };

            Assert.Equal((await RunAsync(_plain, second)).Tokens.Select(e => e.TokenId), (await RunAsync(_drafting, second)).Tokens.Select(e => e.TokenId));
        }
    }

    [Fact]
    public async Task GenerateAsync_ManySeeds_DraftedTokensFollowTheModelsDistribution()
    {
        int[] prompt = [1, .. tiny.Model.Tokenizer.Encode("one two three four one two three four one two three four one two")];
        GenerationRequest request = new() { Prompt = prompt, MaxNewTokens = 3, Sampling = new() { Temperature = 2, TopK = 12 } };
        var firsts = new Dictionary<int, Dictionary<int, int>>();
        for (var seed = 0; seed < 1500; seed++)
        {
            var (tokens, finish) = await RunAsync(_drafting, request with { Seed = seed });
            if (finish.Timings.DraftTokens > 0)
            {
                var counts = firsts.TryGetValue(tokens[0].TokenId, out var known) ? known : firsts[tokens[0].TokenId] = [];
                counts[tokens[1].TokenId] = counts.GetValueOrDefault(tokens[1].TokenId) + 1;
            }
        }

        // The second token after the first one met most often, against the model's own logits for it.
        var (first, seconds) = firsts.MaxBy(entry => entry.Value.Values.Sum());
        var draws = seconds.Values.Sum();
        Assert.True(draws > 200, $"{draws} drafts");
        var probabilities = PlainSampling.Probabilities(Array.ConvertAll(TinyReference.Run([.. prompt, first])[^1][..2046], logit => (float)logit), request.Sampling);
        var (chiSquare, categories, rest) = (0.0, 0, (Expected: 0.0, Seen: 0));
        for (var token = 0; token < probabilities.Length; token++)
        {
            var (expected, seen) = (draws * probabilities[token], seconds.GetValueOrDefault(token));
            if (expected >= 5)
            {
                chiSquare += (seen - expected) * (seen - expected) / expected;
                categories++;
            }
            else
            {
                rest = (rest.Expected + expected, rest.Seen + seen);
            }
        }

        chiSquare += rest.Expected > 0 ? (rest.Seen - rest.Expected) * (rest.Seen - rest.Expected) / rest.Expected : 0;

        // 32.9 is the 0.999 quantile for 12 degrees of freedom, and there are no more categories than 12 and the rest.
        Assert.InRange(categories, 2, 12);
        Assert.True(chiSquare < 32.9, $"chi-square {chiSquare} over {categories} categories and {draws} draws");
    }

    [Fact]
    public async Task GetResponseAsync_ToolsFormatsAndStopStrings_AreTheSame()
    {
        await using var plain = await InternLM3Model.LoadAsync(tiny.Folder, new InternLM3Options { MaxDraftTokens = 0, MaxConcurrentSequences = 1 });
        await using var drafting = await InternLM3Model.LoadAsync(tiny.Folder, new InternLM3Options { MaxConcurrentSequences = 1 });
        var weather = AIFunctionFactory.Create((string city) => "sunny", "get_weather", "Get the weather for a city.");
        (string Question, ChatOptions Options)[] requests =
        [
            ("Get the weather for city Brevaal.", new() { Tools = [weather] }),
            ("Get the weather for city Brevaal, Brevaal, Brevaal.", new() { Tools = [weather], ToolMode = ChatToolMode.RequireAny }),
            ("Return JSON for: name Quinn, age 41.", new() { ResponseFormat = ChatResponseFormat.Json }),
            (Documents + "When was the Zora Bridge built?", new() { StopSequences = ["1873"] }),
            ("Repeat: one two three four one two three four one two three four", new() { StopSequences = ["four one two three four one"] }),
            ("Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?", new() { Reasoning = new() { Effort = ReasoningEffort.Low } }),
        ];
        using var one = new InternLM3ChatClient(plain);
        using var other = new InternLM3ChatClient(drafting);
        foreach (var (question, options) in requests)
        {
            options.Temperature = 0;
            options.MaxOutputTokens = 120;
            options.AdditionalProperties = new() { [ChatOptionKeys.ReturnTokenIds] = true };

            var expected = await one.GetResponseAsync(question, options, Cancellation);
            var actual = await other.GetResponseAsync(question, options, Cancellation);

            Assert.Equal(Ids(expected), Ids(actual));
            Assert.Equal(expected.Text, actual.Text);
            Assert.Equal(expected.FinishReason, actual.FinishReason);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(33)]
    public void Options_DraftTokensOutOfRange_AreRefusedByName(int tokens) => Assert.Equal(
        nameof(InternLM3Options.MaxDraftTokens),
        Assert.Throws<UnsupportedOptionException>(() => new InternLM3Options { MaxDraftTokens = tokens }.Validate()).Option);

    private static int[] Ids(ChatResponse response) => (int[])response.Messages[^1].AdditionalProperties![ChatOptionKeys.TokenIds]!;

    private OnnxRuntimeBackend Backend() => new(tiny.Folder, tiny.Model.Config, new BackendSettings { ContextLength = 1024, MaxSequences = 1 });

    private GenerationEngine Engine(int draftTokens) =>
        new(Backend(), tiny.Model.Config, new EngineOptions { MaxDraftTokens = draftTokens, TokenCount = tiny.Model.Tokenizer.VocabularySize });

    private static async Task<(List<GenerationEvent> Tokens, GenerationEvent Finish)> RunAsync(GenerationEngine engine, GenerationRequest request)
    {
        var events = await engine.GenerateAsync(request, Cancellation).ToListAsync(Cancellation);
        return (events.FindAll(e => e.Kind == GenerationEventKind.Token), events[^1]);
    }
}
