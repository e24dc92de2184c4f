using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class PrefixReuseTests(TinyModel tiny) : IAsyncDisposable
{
    private const int Context = 512;
    private const int ChunkSize = 32;
    private const int ImEnd = 2041;

    private readonly List<IAsyncDisposable> _engines = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task GenerateAsync_SamePromptAgain_ComputesItsLastTokenOnly()
    {
        var (engine, backend) = Create(slots: 1);
        var prompt = tiny.Prompt("What is 12 + 30?");

        var (cached, first) = await RunAsync(engine, prompt);
        var (cachedAgain, second) = await RunAsync(engine, prompt);

        Assert.Equal((0, prompt.Length - 1), (cached, cachedAgain));
        Assert.Equal(first, second);
        Assert.Equal([prompt.Length, 1], backend.Calls.Where(tokens => tokens > 0));
    }

    [Fact]
    public async Task GenerateAsync_NextTurn_ReusesThePromptAndTheWholeReply()
    {
        var (engine, backend) = Create(slots: 2);
        var prompt = tiny.Prompt("My name is Quinn.");
        var (_, reply) = await RunAsync(engine, prompt);
        int[] next = [.. prompt, .. reply, ImEnd, .. tiny.Prompt("What is my name?")[1..]];

        var (cached, answer) = await RunAsync(engine, next);

        Assert.Equal(prompt.Length + reply.Count, cached);
        Assert.Equal(0, backend.Copies);
        AssertAlone(next, answer);
    }

    [Fact]
    public async Task GenerateAsync_ReplyCutByItsLimit_ReusesWhatWasComputed()
    {
        var (engine, _) = Create(slots: 1);
        var prompt = tiny.Prompt("My name is Quinn.");
        var (_, reply) = await RunAsync(engine, prompt, max: 3);

        // The last token was chosen and not appended, so its keys and values are not there.
        Assert.Equal(prompt.Length + 2, (await RunAsync(engine, [.. prompt, .. reply, 300, 301])).Cached);
    }

    [Fact]
    public async Task GenerateAsync_Branch_CopiesThePrefixAndKeepsBothBranches()
    {
        var (engine, backend) = Create(slots: 3);
        var (first, second) = (Conversation("Who are you?"), Conversation("What is 12 + 30?"));
        var shared = first.AsSpan().CommonPrefixLength(second);
        await RunAsync(engine, first);

        var (cached, answer) = await RunAsync(engine, second);

        Assert.Equal((shared, 1), (cached, backend.Copies));
        AssertAlone(second, answer);
        Assert.Equal(first.Length - 1, (await RunAsync(engine, first)).Cached);
        Assert.Equal(second.Length - 1, (await RunAsync(engine, second)).Cached);
    }

    [Fact]
    public async Task GenerateAsync_PrefixOfARunningRequest_IsCopiedWhileThatGoesOn()
    {
        var (engine, backend) = Create(slots: 2);
        var (first, second) = (Conversation("介绍一下深度学习。"), Conversation("What is 12 + 30?"));
        var release = new TaskCompletionSource();
        backend.BeforeDecode = earlier => (earlier == 3 ? release.Task : Task.CompletedTask).Wait();
        var running = RunAsync(engine, first);
        var late = RunAsync(engine, second);

        release.SetResult();

        Assert.Equal(first.AsSpan().CommonPrefixLength(second), (await late).Cached);
        AssertAlone(first, (await running).Tokens);
        AssertAlone(second, (await late).Tokens);
    }

    [Fact]
    public async Task GenerateAsync_TogetherWithOneSystemPrompt_ComputesItOnce()
    {
        var (engine, backend) = Create(slots: 4);
        int[][] prompts = [.. new[] { "Who are you?", "你好", "谢谢", "What is 12 + 30?" }.Select(Conversation)];
        var release = new TaskCompletionSource();
        backend.BeforeAppend = _ => release.Task.Wait();

        var answers = Array.ConvertAll(prompts, prompt => RunAsync(engine, prompt));
        release.SetResult();

        var shared = prompts[0].AsSpan().CommonPrefixLength(prompts[1]);
        Assert.Equal(0, (await answers[0]).Cached);
        foreach (var answer in answers[1..])
        {
            Assert.InRange((await answer).Cached, shared, prompts.Max(prompt => prompt.Length));
        }
    }

    [Fact]
    public async Task GenerateAsync_SlotsFull_EvictsTheOneUsedLongestAgo()
    {
        var (engine, _) = Create(slots: 2);
        int[][] prompts = [Unlike(300), Unlike(400), Unlike(500)];
        await RunAsync(engine, prompts[0]);
        await RunAsync(engine, prompts[1]);
        await RunAsync(engine, prompts[0]);

        Assert.Equal(0, (await RunAsync(engine, prompts[2])).Cached);

        Assert.Equal(prompts[0].Length - 1, (await RunAsync(engine, prompts[0])).Cached);
        Assert.Equal(0, (await RunAsync(engine, prompts[1])).Cached);
    }

    [Fact]
    public async Task GenerateAsync_SlotsFull_KeepsTheLongPromptOverTheShortOne()
    {
        var (engine, _) = Create(slots: 2);
        var (dear, cheap) = (Unlike(300, length: 400), Unlike(400, length: 8));
        await RunAsync(engine, dear);
        await RunAsync(engine, cheap);

        await RunAsync(engine, Unlike(500));

        Assert.Equal(dear.Length - 1, (await RunAsync(engine, dear)).Cached);
    }

    [Fact]
    public async Task GenerateAsync_CancelledDuringPrefill_KeepsItsChunksForTheNext()
    {
        var (engine, backend) = Create(slots: 1);
        var prompt = Unlike(300, length: 6 * ChunkSize);
        using var cancel = new CancellationTokenSource();
        backend.BeforeAppend = earlier =>
        {
            if (earlier == 3)
            {
                cancel.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(engine, prompt, cancellationToken: cancel.Token));

        var (cached, answer) = await RunAsync(engine, prompt);

        Assert.Equal(3 * ChunkSize, cached);
        AssertAlone(prompt, answer);
    }

    [Fact]
    public async Task GenerateAsync_PromptLogprobs_ReusesNothingAndIsReused()
    {
        var (engine, _) = Create(slots: 2);
        var prompt = tiny.Prompt("Who are you?");
        await RunAsync(engine, prompt);
        var scored = await engine.GenerateAsync(new GenerationRequest { Prompt = prompt, PromptLogprobs = true, MaxNewTokens = 0 }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(0, scored[0].CachedPromptTokens);
        Assert.Equal(prompt.Length - 1, scored[1].PromptLogprobs.Count);
        Assert.Equal(prompt.Length - 1, (await RunAsync(engine, prompt)).Cached);
    }

    [Fact]
    public async Task GenerateAsync_AnotherRopeBase_ReusesOnlyWhatHasItsOwn()
    {
        var config = ModelConfig.Load(tiny.Folder) with { MaxPositionEmbeddings = 100 };
        var (engine, backend) = Create(slots: 3, config);
        var prompt = Unlike(300, length: 150);

        await RunAsync(engine, prompt[..90]);
        Assert.Equal(0, (await RunAsync(engine, prompt)).Cached);
        Assert.NotNull(backend.LastRopeBase);
        Assert.Equal(149, (await RunAsync(engine, prompt)).Cached);
        Assert.Equal(89, (await RunAsync(engine, prompt[..90])).Cached);
    }

    [Fact]
    public async Task GenerateAsync_RopeBasesMixed_EachGetsWhatItGetsAlone()
    {
        var config = ModelConfig.Load(tiny.Folder) with { MaxPositionEmbeddings = 100 };
        var (engine, _) = Create(slots: 6, config);
        int[][] prompts = [.. Enumerable.Range(0, 6).Select(i => Unlike(300 + (50 * i), length: i % 2 == 0 ? 60 : 140))];

        var together = await Task.WhenAll(prompts.Select(prompt => RunAsync(engine, prompt, max: 30 + prompt[0] % 7)));

        var (alone, _) = Create(slots: 1, config);
        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal((await RunAsync(alone, prompts[i], max: 30 + prompts[i][0] % 7)).Tokens, together[i].Tokens);
        }
    }

    [Fact]
    public async Task GenerateAsync_BackendThatTakesTurnsAndCannotCopy_EachGetsWhatItGetsAlone()
    {
        var (engine, backend) = Create(slots: 3, change: capabilities => capabilities with { MaxBatchSize = 1, CanCopy = false });
        int[][] prompts = [.. new[] { "Who are you?", "你好", "谢谢", "What is 12 + 30?", "My name is Quinn." }.Select(Conversation)];

        var answers = await Task.WhenAll(prompts.Select(prompt => RunAsync(engine, prompt)));

        Assert.Equal(0, backend.Copies);
        Assert.All(backend.BatchSizes, size => Assert.Equal(1, size));
        for (var i = 0; i < prompts.Length; i++)
        {
            AssertAlone(prompts[i], answers[i].Tokens);
        }

        Assert.Equal(prompts[4].Length - 1, (await RunAsync(engine, prompts[4])).Cached);
    }

    [Fact]
    public async Task WarmUpAsync_Prefix_IsCachedForTheNextRequest()
    {
        var (engine, _) = Create(slots: 2);
        var prompt = Unlike(300, length: 100);

        await engine.WarmUpAsync(prompt.AsMemory(0, 80), Cancellation);

        Assert.Equal(80, engine.Status.TokensUsed);
        Assert.Equal(80, (await RunAsync(engine, prompt, max: 1)).Cached);
        Assert.Equal(100, engine.Status.TokensUsed);
    }

    private static int[] Unlike(int first, int length = 40) => [.. Enumerable.Range(0, length).Select(i => first + (i * i % 97))];

    private int[] Conversation(string question)
    {
        var tokenizer = tiny.Model.Tokenizer;
        return [1, 2040, .. tokenizer.Encode("system\nYou are a helpful assistant."), ImEnd, .. tokenizer.Encode("\n"), .. tiny.Prompt(question)[1..]];
    }

    private (GenerationEngine Engine, SpyBackend Backend) Create(int slots, ModelConfig? config = null, Func<BackendCapabilities, BackendCapabilities>? change = null)
    {
        config ??= ModelConfig.Load(tiny.Folder);
        var backend = new SpyBackend(new OnnxRuntimeBackend(tiny.Folder, config, new BackendSettings { ContextLength = Context, MaxSequences = slots }), change);
        var engine = new GenerationEngine(backend, config, new EngineOptions { PrefillChunkSize = ChunkSize, MaxDraftTokens = 0 });
        _engines.Add(engine);
        return (engine, backend);
    }

    private static async Task<(int Cached, List<int> Tokens)> RunAsync(
        GenerationEngine engine, int[] prompt, int max = 40, CancellationToken cancellationToken = default)
    {
        var (cached, tokens) = (0, new List<int>());
        await foreach (var e in engine.GenerateAsync(new GenerationRequest { Prompt = prompt, StopTokens = [ImEnd], MaxNewTokens = max }, cancellationToken))
        {
            cached += e.CachedPromptTokens;
            if (e.Kind == GenerationEventKind.Token)
            {
                tokens.Add(e.TokenId);
            }
        }

        return (cached, tokens);
    }

    private void AssertAlone(int[] prompt, List<int> tokens)
    {
        using var backend = new OnnxRuntimeBackend(tiny.Folder, tiny.Model.Config, new BackendSettings { ContextLength = Context, MaxSequences = 1 });
        Assert.Equal(Alone.Generate(backend, prompt, 40, ImEnd), tokens);
    }
}
