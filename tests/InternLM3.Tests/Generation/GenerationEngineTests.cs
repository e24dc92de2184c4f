using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class GenerationEngineTests(TinyModel tiny)
{
    [Theory]
    [InlineData("What is 12 + 30?")]
    [InlineData("Please tell me five scenic spots in Shanghai")]
    [InlineData("介绍一下深度学习。")]
    public async Task GenerateAsync_Greedy_GivesTheTokensOfTheReference(string question)
    {
        var prompt = tiny.Prompt(question);

        var (tokens, finish) = await RunAsync(Request(prompt));

        Assert.Equal(FinishReason.Stop, finish.FinishReason);
        int[] all = [.. prompt, .. tokens, finish.TokenId];
        var reference = TinyReference.Run(all[..^1]);
        for (var i = prompt.Length; i < all.Length; i++)
        {
            Assert.Equal(Array.IndexOf(reference[i - 1], reference[i - 1].Max()), all[i]);
        }
    }

    [Fact]
    public async Task GenerateAsync_AnyRequest_ReportsStartTokensAndFinishInThatOrder()
    {
        var kinds = new List<GenerationEventKind>();
        await foreach (var e in tiny.Model.Engine.GenerateAsync(Request(tiny.Prompt("你好")), TestContext.Current.CancellationToken))
        {
            kinds.Add(e.Kind);
        }

        Assert.Equal(GenerationEventKind.Started, kinds[0]);
        Assert.Equal(GenerationEventKind.Finished, kinds[^1]);
        Assert.All(kinds[1..^1], kind => Assert.Equal(GenerationEventKind.Token, kind));
    }

    [Fact]
    public async Task GenerateAsync_StopToken_EndsTheOutputWithoutBeingPartOfIt()
    {
        var (tokens, finish) = await RunAsync(Request(tiny.Prompt("你好")));

        Assert.Equal(tiny.Model.Tokenizer.Special.ImEnd, finish.TokenId);
        Assert.DoesNotContain(finish.TokenId, tokens);
        Assert.Equal("你好!有什么可以帮你的吗?", tiny.Model.Tokenizer.Decode([.. tokens]));
    }

    [Fact]
    public async Task GenerateAsync_MaxNewTokens_EndsWithLength()
    {
        var (tokens, finish) = await RunAsync(Request(tiny.Prompt("你好")) with { MaxNewTokens = 3 });

        Assert.Equal(FinishReason.Length, finish.FinishReason);
        Assert.Equal(-1, finish.TokenId);
        Assert.Equal(3, tokens.Count);
    }

    [Fact]
    public async Task GenerateAsync_MinNewTokens_HoldsStopTokensBack()
    {
        var (free, _) = await RunAsync(Request(tiny.Prompt("你好")));

        var (tokens, _) = await RunAsync(Request(tiny.Prompt("你好")) with { MinNewTokens = free.Count + 4, MaxNewTokens = free.Count + 10 });

        Assert.True(tokens.Count >= free.Count + 4);
        Assert.Equal(free, tokens[..free.Count]);
    }

    [Fact]
    public async Task GenerateAsync_IgnoreEos_RunsThroughStopTokens()
    {
        var (tokens, finish) = await RunAsync(Request(tiny.Prompt("你好")) with { IgnoreEos = true, MaxNewTokens = 40 });

        Assert.Equal(40, tokens.Count);
        Assert.Equal(FinishReason.Length, finish.FinishReason);
        Assert.Contains(tiny.Model.Tokenizer.Special.ImEnd, tokens);
    }

    [Fact]
    public async Task GenerateAsync_Logprobs_AreThoseOfTheReference()
    {
        var prompt = tiny.Prompt("What is 12 + 30?");
        var events = new List<GenerationEvent>();
        await foreach (var e in tiny.Model.Engine.GenerateAsync(Request(prompt) with { Logprobs = 5 }, TestContext.Current.CancellationToken))
        {
            events.Add(e);
        }

        var tokens = events.Where(e => e.Kind == GenerationEventKind.Token).ToArray();
        var reference = TinyReference.Run([.. prompt, .. tokens.Select(e => e.TokenId)]);
        for (var i = 0; i < tokens.Length; i++)
        {
            var expected = LogSoftmax(reference[prompt.Length - 1 + i]);
            Assert.Equal(expected[tokens[i].TokenId], tokens[i].Logprob!.Value, 1e-4);
            Assert.Equal(expected.OrderDescending().Take(5), tokens[i].Alternatives.Select(alternative => (double)alternative.Logprob), (x, y) => Math.Abs(x - y) < 1e-4);
            Assert.Equal(tokens[i].TokenId, tokens[i].Alternatives[0].TokenId);
        }
    }

    [Fact]
    public async Task GenerateAsync_PromptLogprobs_AreThoseOfTheReference()
    {
        var prompt = tiny.Prompt("Please tell me five scenic spots in Shanghai, and then five more, and then five more. 介绍一下深度学习。");
        var request = Request(prompt) with { PromptLogprobs = true, MaxNewTokens = 0 };

        var events = await tiny.Model.Engine.GenerateAsync(request, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(prompt.Length > 32, "the prompt must span several chunks");
        Assert.Equal([GenerationEventKind.Started, GenerationEventKind.Prompt, GenerationEventKind.Finished], events.Select(e => e.Kind));
        var reference = TinyReference.Run(prompt);
        Assert.Equal(
            prompt.Skip(1).Select((token, i) => LogSoftmax(reference[i])[token]),
            events[1].PromptLogprobs.Select(logprob => (double)logprob),
            (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Fact]
    public async Task GenerateAsync_Constraint_DecidesEveryToken()
    {
        int[] wanted = tiny.Model.Tokenizer.Encode("Hello, Quinn!");
        var request = Request(tiny.Prompt("你好")) with { Constraint = new FixedConstraint([.. wanted, tiny.Model.Tokenizer.Special.ImEnd]) };

        var (tokens, finish) = await RunAsync(request);

        Assert.Equal(wanted, tokens);
        Assert.Equal(FinishReason.Stop, finish.FinishReason);
    }

    [Fact]
    public async Task GenerateAsync_ConstraintThatAllowsNothing_IsAnErrorNotAHang()
    {
        var request = Request(tiny.Prompt("你好")) with { Constraint = new FixedConstraint([tiny.Model.Tokenizer.Special.ImEnd]), MinNewTokens = 5 };

        var error = await Assert.ThrowsAsync<InternLM3Exception>(() => RunAsync(request));

        Assert.Contains("no token", error.Message, StringComparison.Ordinal);
        await RunAsync(Request(tiny.Prompt("你好")));
    }

    [Fact]
    public async Task GenerateAsync_SameSeed_GivesTheSameTokens()
    {
        var request = Request(tiny.Prompt("Tell me a joke.")) with { Sampling = new SamplingOptions { Temperature = 5 }, Seed = 11, MaxNewTokens = 40 };

        var (first, _) = await RunAsync(request);
        var (second, _) = await RunAsync(request);
        var (other, _) = await RunAsync(request with { Seed = 12 });

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task GenerateAsync_ManyCallersAtOnce_EachGetsWhatItGetsAlone()
    {
        string[] questions = ["你好", "Who are you?", "What is 12 + 30?", "My name is Quinn.", "谢谢", "介绍一下深度学习。"];
        var alone = new List<List<int>>();
        foreach (var question in questions)
        {
            alone.Add((await RunAsync(Request(tiny.Prompt(question)))).Tokens);
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => RunAsync(Request(tiny.Prompt(questions[i % questions.Length]))))));

        for (var i = 0; i < together.Length; i++)
        {
            Assert.Equal(alone[i % questions.Length], together[i].Tokens);
        }
    }

    [Fact]
    public async Task GenerateAsync_SamplingDefaultsOfPaddingRows_AreNeverChosen()
    {
        // Rows 2046 and 2047 of Tiny's head belong to no token; at a high temperature they would turn up.
        var request = Request(tiny.Prompt("你好")) with { Sampling = new SamplingOptions { Temperature = 1000 }, Seed = 5, MaxNewTokens = 2000, IgnoreEos = true };

        var (tokens, _) = await RunAsync(request);

        Assert.Equal(2046, tiny.Model.Tokenizer.VocabularySize);
        Assert.All(tokens, token => Assert.InRange(token, 0, 2045));
    }

    private static GenerationRequest Request(int[] prompt) => new() { Prompt = prompt, StopTokens = [2, 2041] };

    private static double[] LogSoftmax(double[] logits)
    {
        var max = logits.Max();
        var normalizer = max + Math.Log(logits.Sum(logit => Math.Exp(logit - max)));
        return [.. logits.Select(logit => logit - normalizer)];
    }

    private async Task<(List<int> Tokens, GenerationEvent Finish)> RunAsync(GenerationRequest request)
    {
        var tokens = new List<int>();
        GenerationEvent finish = default;
        await foreach (var e in tiny.Model.Engine.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                tokens.Add(e.TokenId);
            }

            finish = e;
        }

        return (tokens, finish);
    }
}
