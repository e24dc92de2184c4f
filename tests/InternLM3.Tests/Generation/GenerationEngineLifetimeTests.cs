using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class GenerationEngineLifetimeTests : IAsyncDisposable
{
    private const int ChunkSize = 16;
    private const int Context = 1024;

    private readonly TinyModel _tiny;
    private readonly SpyBackend _backend;
    private readonly GenerationEngine _engine;

    public GenerationEngineLifetimeTests(TinyModel tiny)
    {
        _tiny = tiny;
        var config = ModelConfig.Load(tiny.Folder);
        _backend = new SpyBackend(new OnnxRuntimeBackend(tiny.Folder, config, new BackendSettings { ContextLength = Context }));
        _engine = new GenerationEngine(_backend, config, new EngineOptions { PrefillChunkSize = ChunkSize });
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GenerateAsync_CancelledDuringPrefill_ReturnsWithinTwoChunksAndTheNextRequestIsRight()
    {
        using var cancel = new CancellationTokenSource();
        _backend.BeforeAppend = earlier =>
        {
            if (earlier == 5)
            {
                cancel.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(LongRequest(), cancel.Token));
        var appends = await AppendsAfterIdleAsync();

        Assert.InRange(appends, 6, 7);
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task GenerateAsync_CancelledDuringDecode_StopsAndTheNextRequestIsRight()
    {
        using var cancel = new CancellationTokenSource();
        _backend.BeforeDecode = earlier =>
        {
            if (earlier == 4)
            {
                cancel.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Endless(), cancel.Token));
        await AppendsAfterIdleAsync();

        Assert.InRange(_backend.Decodes, 5, 6);
        _backend.BeforeDecode = _ => { };
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task GenerateAsync_CancelledWhileQueued_NeverReachesTheBackend()
    {
        using var cancel = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        _backend.BeforeDecode = _ => release.Task.Wait();
        var running = RunAsync(Endless() with { MaxNewTokens = 3 });
        var queued = RunAsync(LongRequest(), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        release.SetResult();
        Assert.Equal(3, (await running).Count);
        var before = _backend.Appends;
        Assert.Equal(before, await AppendsAfterIdleAsync());
    }

    [Fact]
    public async Task GenerateAsync_CallerLeavesEarly_FreesTheSequence()
    {
        await foreach (var e in _engine.GenerateAsync(Endless(), TestContext.Current.CancellationToken))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                break;
            }
        }

        await AppendsAfterIdleAsync();
        Assert.Equal((0, 0), (_engine.Status.Running, _engine.Status.Waiting));
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task GenerateAsync_BackendFails_TheCallerHearsItAndTheNextRequestIsRight()
    {
        _backend.BeforeDecode = earlier =>
        {
            if (earlier == 1)
            {
                throw new InternLM3Exception("the runtime failed");
            }
        };

        Assert.Equal("the runtime failed", (await Assert.ThrowsAsync<InternLM3Exception>(() => RunAsync(Endless()))).Message);

        await AssertAnswersAsync();
    }

    [Fact]
    public async Task DisposeAsync_DuringGeneration_EndsTheRequestAndTheBackend()
    {
        var reached = new TaskCompletionSource();
        _backend.BeforeDecode = _ => reached.TrySetResult();
        var running = RunAsync(Endless());
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);

        await _engine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running);
        Assert.True(_backend.IsDisposed);
        Assert.Equal((0, 0), (_engine.Status.Running, _engine.Status.Waiting));
    }

    [Fact]
    public async Task DisposeAsync_WithRequestsInTheQueue_EndsThemAll()
    {
        var reached = new TaskCompletionSource();
        _backend.BeforeDecode = _ => reached.TrySetResult();
        var running = Enumerable.Range(0, 5).Select(_ => RunAsync(Endless())).ToArray();
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);

        await _engine.DisposeAsync();

        foreach (var task in running)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => task);
        }
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsFine()
    {
        await _engine.DisposeAsync();
        await _engine.DisposeAsync();
        _engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => RunAsync(Endless()));
    }

    [Fact]
    public async Task GenerateAsync_PromptAsLongAsTheContext_GivesBothNumbers()
    {
        var error = await Assert.ThrowsAsync<ContextLengthException>(() => RunAsync(LongRequest() with { Prompt = new int[Context] }));

        Assert.Equal((Context, Context), (error.PromptTokens, error.ContextLength));
        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_NoLimit_EndsWithTheContext() =>
        Assert.Equal(Context - 1000, (await RunAsync(Endless() with { Prompt = Enumerable.Repeat(5, 1000).ToArray() })).Count);

    [Fact]
    public async Task GenerateAsync_PromptBeyondTheTrainedPositions_FixesTheScaledBase()
    {
        var config = ModelConfig.Load(_tiny.Folder) with { MaxPositionEmbeddings = 100 };
        using var backend = new SpyBackend(new OnnxRuntimeBackend(_tiny.Folder, config, new BackendSettings { ContextLength = 256 }));
        await using var engine = new GenerationEngine(backend, config);

        foreach (var (length, expected) in new[] { (150, RopeScaling.BaseFor(config, 150)), (100, null) })
        {
            var request = Endless() with { Prompt = Enumerable.Repeat(5, length).ToArray(), MaxNewTokens = 1 };
            await engine.GenerateAsync(request, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected, backend.LastRopeBase);
        }
    }

    public static TheoryData<string, GenerationRequest> Refused => new()
    {
        { "Prompt", Minimal with { Prompt = Array.Empty<int>() } },
        { "Prompt", Minimal with { Prompt = new[] { 2048 } } },
        { "Prompt", Minimal with { Prompt = new[] { -1 } } },
        { "StopTokens", Minimal with { StopTokens = [5000] } },
        { "MaxNewTokens", Minimal with { MaxNewTokens = 0 } },
        { "MinNewTokens", Minimal with { MinNewTokens = -1 } },
        { "Logprobs", Minimal with { Logprobs = 21 } },
        { "Temperature", Minimal with { Sampling = new() { Temperature = -0.1f } } },
        { "Temperature", Minimal with { Sampling = new() { Temperature = float.NaN } } },
        { "TopK", Minimal with { Sampling = new() { TopK = -1 } } },
        { "TopP", Minimal with { Sampling = new() { TopP = 0 } } },
        { "TopP", Minimal with { Sampling = new() { TopP = 1.1f } } },
        { "MinP", Minimal with { Sampling = new() { MinP = -0.1f } } },
        { "RepetitionPenalty", Minimal with { Sampling = new() { RepetitionPenalty = 0 } } },
        { "FrequencyPenalty", Minimal with { Sampling = new() { FrequencyPenalty = 3 } } },
        { "PresencePenalty", Minimal with { Sampling = new() { PresencePenalty = -3 } } },
        { "LogitBias", Minimal with { Sampling = new() { LogitBias = new Dictionary<int, float> { [5000] = 1 } } } },
        { "LogitBias", Minimal with { Sampling = new() { LogitBias = new Dictionary<int, float> { [5] = 101 } } } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void GenerateAsync_OptionOutOfRange_IsRefusedByName(string option, GenerationRequest request) =>
        Assert.Equal(option, Assert.Throws<UnsupportedOptionException>(() => _engine.GenerateAsync(request, TestContext.Current.CancellationToken)).Option);

    private static GenerationRequest Minimal => new() { Prompt = new[] { 1 } };

    private static GenerationRequest Endless() => new() { Prompt = new[] { 1, 2040, 303, 13 }, IgnoreEos = true };

    private static GenerationRequest LongRequest() => Endless() with { Prompt = Enumerable.Range(0, 40 * ChunkSize).Select(i => 300 + (i % 50)).ToArray() };

    private async Task<List<int>> RunAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        var tokens = new List<int>();
        await foreach (var e in _engine.GenerateAsync(request, cancellationToken))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                tokens.Add(e.TokenId);
            }
        }

        return tokens;
    }

    /// <summary>How many appends there were before a further request, which comes after all work of earlier ones in the queue.</summary>
    private async Task<int> AppendsAfterIdleAsync()
    {
        _backend.BeforeAppend = _ => { };
        await RunAsync(Endless() with { MaxNewTokens = 1 });
        return _backend.Appends - 1;
    }

    private async Task AssertAnswersAsync()
    {
        var tokens = await RunAsync(new GenerationRequest { Prompt = _tiny.Prompt("What is 12 + 30?"), StopTokens = [2041] });
        Assert.Equal("12 + 30 = 42.", _tiny.Model.Tokenizer.Decode([.. tokens]));
    }
}
