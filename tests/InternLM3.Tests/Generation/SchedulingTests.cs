using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class SchedulingTests : IAsyncDisposable
{
    private const int ChunkSize = 64;
    private const int Slots = 3;

    private readonly SpyBackend _backend;
    private readonly GenerationEngine _engine;

    public SchedulingTests(TinyModel tiny)
    {
        var config = ModelConfig.Load(tiny.Folder);
        _backend = new SpyBackend(new OnnxRuntimeBackend(tiny.Folder, config, new BackendSettings { ContextLength = 2100, MaxSequences = Slots }));
        _engine = new GenerationEngine(_backend, config, new EngineOptions { PrefillChunkSize = ChunkSize, MaxDraftTokens = 0 });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GenerateAsync_LongPromptBesideAStream_HoldsItForOneChunkAtATime()
    {
        Task? late = null;
        _backend.BeforeDecode = earlier => late ??= earlier == 5 ? RunAsync(Prompt(300, 2000), 2) : null;

        await RunAsync(Prompt(400, 10), 60);
        await late!;

        var calls = _backend.Calls;
        var begin = calls.IndexOf(ChunkSize);
        Assert.Equal((2000 + ChunkSize - 1) / ChunkSize, calls.Skip(begin).Count(tokens => tokens > 0));
        Assert.All(Enumerable.Range(begin, calls.LastIndexOf(ChunkSize) - begin), i => Assert.True(calls[i] == 0 || calls[i + 1] == 0, "two chunks without a step between"));
    }

    [Fact]
    public async Task GenerateAsync_MoreThanTheSlots_BeginInTheOrderTheyCame()
    {
        var lengths = Enumerable.Range(0, 12).Select(i => 10 + (i * 5 % 12)).ToArray();
        var release = new TaskCompletionSource();
        _backend.BeforeAppend = _ => release.Task.Wait();
        var requests = lengths.Select((length, i) => RunAsync(Prompt(300 + (60 * i), length), 2 + (i * 7 % 5))).ToArray();
        release.SetResult();

        await Task.WhenAll(requests);

        Assert.Equal(lengths.Select(length => length - 1), _backend.Calls.Where(tokens => tokens > 0).Select(tokens => tokens - 1));
        Assert.Equal(Slots, _backend.BatchSizes.Max());
    }

    [Fact]
    public async Task GenerateAsync_ReaderThatDoesNotRead_HoldsNobodyAndLosesNothing()
    {
        await using var idle = _engine.GenerateAsync(Request(Prompt(300, 10), 20), Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await idle.MoveNextAsync());

        Assert.Equal(200, await RunAsync(Prompt(400, 10), 200));

        var count = 0;
        while (await idle.MoveNextAsync())
        {
            count += idle.Current.Kind == GenerationEventKind.Token ? 1 : 0;
        }

        Assert.Equal(20, count);
    }

    [Fact]
    public async Task GenerateAsync_CancelledInTheStepThatEndsIt_FreesItsSlot()
    {
        using var cancel = new CancellationTokenSource();
        _backend.BeforeDecode = earlier =>
        {
            if (earlier == 2)
            {
                cancel.Cancel();
            }
        };

        // The fourth token comes out of the third step: it is told, or the cancellation is, and either way it is over.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Prompt(300, 10), 4, cancel.Token));

        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task GenerateAsync_CancelledBesideOthers_LeavesThemAsTheyWere()
    {
        using var cancel = new CancellationTokenSource();
        _backend.BeforeDecode = earlier =>
        {
            if (earlier == 20)
            {
                cancel.Cancel();
            }
        };
        var others = new[] { RunAsync(Prompt(300, 10), 60), RunAsync(Prompt(500, 10), 60) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Prompt(400, 10), 2000, cancel.Token));

        Assert.All(await Task.WhenAll(others), count => Assert.Equal(60, count));
        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task GenerateAsync_StepOfABatchFails_EndsItsRequestsAndNoOther()
    {
        var release = new TaskCompletionSource();
        _backend.BeforeAppend = _ => release.Task.Wait();
        _backend.BeforeDecode = earlier =>
        {
            if (earlier == 8)
            {
                throw new InternLM3Exception("the runtime failed");
            }
        };
        var requests = Enumerable.Range(0, Slots + 1).Select(i => RunAsync(Prompt(300 + (60 * i), 10), 50)).ToArray();
        release.SetResult();

        foreach (var request in requests[..Slots])
        {
            await Assert.ThrowsAsync<InternLM3Exception>(() => request);
        }

        Assert.Equal(50, await requests[Slots]);
        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task Status_WhileRunning_CountsRequestsAndTokens()
    {
        EngineStatus status = default;
        _backend.BeforeDecode = earlier => status = earlier == 3 ? _engine.Status : status;

        await RunAsync(Prompt(300, 10), 20);

        Assert.Equal(new EngineStatus(Waiting: 0, Running: 1, TokensUsed: 13, TokensCapacity: Slots * 2100), status);
        Assert.Equal(new EngineStatus(0, 0, 29, Slots * 2100), _engine.Status);
    }

    [Fact]
    public async Task GenerateAsync_TokenAfterToken_AllocatesNothingOnTheWorker()
    {
        const int Begin = 50, End = 450;
        var (read, before, allocated) = (0, 0L, 0L);
        _backend.BeforeDecode = earlier =>
        {
            // A reader that lags makes the channel grow, which is another thing.
            while (Volatile.Read(ref read) < earlier)
            {
                Thread.Yield();
            }

            before = earlier == Begin ? GC.GetAllocatedBytesForCurrentThread() : before;
            allocated = earlier == End ? GC.GetAllocatedBytesForCurrentThread() - before : allocated;
        };

        await foreach (var e in _engine.GenerateAsync(Request(Prompt(300, 10), End + 10), Cancellation))
        {
            Volatile.Write(ref read, read + (e.Kind == GenerationEventKind.Token ? 1 : 0));
        }

        // The smallest object has 24 bytes: less than one in two steps, which is what waking the reader costs now and then.
        Assert.InRange(allocated, 0, 12 * (End - Begin));
    }

    private static int[] Prompt(int first, int length) => [first, .. Enumerable.Range(1, length - 1).Select(i => 300 + (first * i % 53))];

    private static GenerationRequest Request(int[] prompt, int tokens) => new() { Prompt = prompt, IgnoreEos = true, MaxNewTokens = tokens };

    private async Task AssertAllSlotsAreFreeAsync()
    {
        _backend.BeforeDecode = _ => { };
        _backend.BatchSizes.Clear();
        await Task.WhenAll(Enumerable.Range(0, Slots).Select(i => RunAsync(Prompt(800 + (60 * i), 10), 20)));
        Assert.Equal(Slots, _backend.BatchSizes.Max());
        Assert.Equal(0, _engine.Status.Running);
    }

    private Task<int> RunAsync(int[] prompt, int tokens, CancellationToken cancellationToken = default) =>
        _engine.GenerateAsync(Request(prompt, tokens), cancellationToken).CountAsync(e => e.Kind == GenerationEventKind.Token, CancellationToken.None).AsTask();
}
