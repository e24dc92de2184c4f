using System.Collections.Concurrent;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

/// <summary>Many conversations at once, with shared beginnings, cancels, stops and limits, on fp32: what each of them gets is what it gets alone.</summary>
public sealed class GenerationEngineStressTests(TinyModel tiny)
{
    private const int Slots = 8;
    private const int Context = 768;
    private const int ImEnd = 2041;

    [Fact]
    public Task GenerateAsync_ManyConversations_EachGetsWhatItGetsAlone() => StressAsync(seed: 1, conversations: 30, atOnce: 20);

    [Theory]
    [Trait("Tier", "Long")]
    [InlineData(2, 200, 40)]
    [InlineData(3, 200, 12)]
    [InlineData(4, 200, 200)]
    public Task GenerateAsync_TwoHundredConversations_EachGetsWhatItGetsAlone(int seed, int conversations, int atOnce) =>
        StressAsync(seed, conversations, atOnce);

    [Fact]
    [Trait("Tier", "Long")]
    public Task GenerateAsync_Soak_EachGetsWhatItGetsAlone() => StressAsync(seed: 5, conversations: 3000, atOnce: 30);

    private async Task StressAsync(int seed, int conversations, int atOnce)
    {
        var config = ModelConfig.Load(tiny.Folder);
        var options = new BackendSettings { ContextLength = Context, MaxSequences = Slots };
        var backend = new SpyBackend(new OnnxRuntimeBackend(tiny.Folder, config, options));
        await using var engine = new GenerationEngine(backend, config, new EngineOptions { PrefillChunkSize = 64 });
        var turns = new ConcurrentBag<Turn>();
        var requests = new ConcurrentBag<WeakReference>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, conversations),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (i, _) => await ConverseAsync(engine, new Random((seed * 100_000) + i), turns, requests));

        // What ended its caller's way is let go by the worker before it takes the next request.
        await engine.WarmUpAsync(new[] { 1 });
        Assert.Equal((0, 0), (engine.Status.Waiting, engine.Status.Running));
        Assert.InRange(engine.Status.TokensUsed, 1, engine.Status.TokensCapacity);
        Assert.InRange(backend.OpenSequences, 1, Slots);
        Assert.Equal(Math.Min(Slots, atOnce), backend.BatchSizes.Max());
        Assert.True(backend.Copies > 0, "prefixes must have been shared");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.True(requests.Count(request => request.IsAlive) < Slots, "ended requests must not be kept");
        Verify(turns, config);
    }

    private async Task ConverseAsync(GenerationEngine engine, Random random, ConcurrentBag<Turn> turns, ConcurrentBag<WeakReference> requests)
    {
        string[] systems = ["", "You are a helpful assistant.", "You are an expert mathematician.", "You are a helpful assistant that answers in Chinese."];
        string[] questions =
        [
            "你好", "Who are you?", "What is 12 + 30?", "My name is Quinn.", "What is my name?", "介绍一下深度学习。", "Repeat: glorp zentil.",
            "Please tell me five scenic spots in Shanghai", "Return JSON for: name Quinn, age 41.", "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?",
        ];
        var tokenizer = tiny.Model.Tokenizer;
        int[] prompt = [1, 2040, .. tokenizer.Encode($"system\n{systems[random.Next(systems.Length)]}"), ImEnd, .. tokenizer.Encode("\n")];
        for (var turn = random.Next(1, 5); turn > 0; turn--)
        {
            var question = questions[random.Next(questions.Length)];
            prompt = [.. prompt, 2040, .. tokenizer.Encode($"user\n{question}"), ImEnd, .. tokenizer.Encode("\n"), 2040, .. tokenizer.Encode("assistant\n")];
            var max = random.Next(1, 60);
            if (prompt.Length + max > Context)
            {
                return;
            }

            var ended = await AnswerAsync(engine, prompt, max, random, requests);
            turns.Add(ended);
            prompt = [.. prompt, .. ended.Tokens, ImEnd, .. tokenizer.Encode("\n")];
        }
    }

    /// <summary>Runs one request to its end, or cancels it, or leaves it, after some tokens.</summary>
    private static async Task<Turn> AnswerAsync(GenerationEngine engine, int[] prompt, int max, Random random, ConcurrentBag<WeakReference> requests)
    {
        using var cancel = new CancellationTokenSource();
        var (cancelAt, leaveAt) = random.Next(6) switch
        {
            0 => (random.Next(max), int.MaxValue),
            1 => (int.MaxValue, random.Next(1, max + 1)),
            _ => (int.MaxValue, int.MaxValue),
        };
        var request = new GenerationRequest { Prompt = prompt, MaxNewTokens = max, StopTokens = [ImEnd] };
        requests.Add(new WeakReference(request));
        var (tokens, isComplete) = (new List<int>(), false);
        try
        {
            await foreach (var e in engine.GenerateAsync(request, cancel.Token))
            {
                if (e.Kind == GenerationEventKind.Token)
                {
                    tokens.Add(e.TokenId);
                }

                isComplete = e.Kind == GenerationEventKind.Finished;
                if (tokens.Count >= cancelAt)
                {
                    await cancel.CancelAsync();
                }

                if (tokens.Count >= leaveAt)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }

        return new Turn(prompt, max, tokens, isComplete);
    }

    private void Verify(IEnumerable<Turn> turns, ModelConfig config)
    {
        using var backend = new OnnxRuntimeBackend(tiny.Folder, config, new BackendSettings { ContextLength = Context, MaxSequences = 1 });
        foreach (var turn in turns.Where(turn => turn.Tokens.Count > 0 || turn.IsComplete))
        {
            var expected = Alone.Generate(backend, turn.Prompt, turn.IsComplete ? turn.Max : turn.Tokens.Count, ImEnd);
            Assert.Equal(expected, turn.Tokens);
        }
    }

    private sealed record Turn(int[] Prompt, int Max, List<int> Tokens, bool IsComplete);
}
