using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class IdleUnloadTests : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly TinyModel _tiny;
    private readonly ManualTime _time = new();
    private readonly List<SpyBackend> _backends = [];
    private readonly GenerationEngine _engine;
    private Action _beforeOpen = () => { };
    private TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IdleUnloadTests(TinyModel tiny)
    {
        _tiny = tiny;
        _engine = new GenerationEngine(
            Open(), ModelConfig.Load(tiny.Folder), new EngineOptions { IdleUnload = s_limit, TimeProvider = _time, MaxDraftTokens = 0 }, Open);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GenerateAsync_AfterTheTime_LoadsAgainAndAnswersTheSame()
    {
        var before = await RunAsync();
        await UnloadAsync(timers: 2);
        Assert.True(_backends[0].IsDisposed);
        Assert.Equal((false, 0), (_engine.Status.IsLoaded, _engine.Status.TokensUsed));

        var after = await RunAsync();

        Assert.Equal(before, after);
        Assert.Equal((2, true), (_backends.Count, _engine.Status.IsLoaded));
        Assert.Equal(0, _backends[1].Copies);
    }

    [Fact]
    public async Task GenerateAsync_ManyWaitForTheLoad_ShareIt()
    {
        await UnloadAsync(timers: 1);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _beforeOpen = release.Task.Wait;
        var requests = Enumerable.Range(0, 12).Select(_ => RunAsync()).ToArray();
        release.SetResult();

        var answers = await Task.WhenAll(requests);

        Assert.Equal(2, _backends.Count);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    [Fact]
    public async Task GenerateAsync_BeforeTheTime_StartsItAnew()
    {
        await _time.TimerAsync();
        _time.Advance(s_limit - TimeSpan.FromSeconds(1));
        await RunAsync();
        await _time.TimerAsync();
        _time.Advance(s_limit - TimeSpan.FromSeconds(1));

        await RunAsync();

        Assert.Single(_backends);
    }

    [Fact]
    public async Task GenerateAsync_TheLoadFails_TheCallerHearsItAndTheNextOneLoads()
    {
        await UnloadAsync(timers: 1);
        _beforeOpen = () => throw new ModelFormatException("engine.onnx", "is missing");

        await Assert.ThrowsAsync<ModelFormatException>(RunAsync);
        Assert.False(_engine.Status.IsLoaded);

        _beforeOpen = () => { };
        Assert.NotEmpty(await RunAsync());
    }

    [Fact]
    public async Task GenerateAsync_CancelledWhileItLoads_ReturnsAtOnceAndTheLoadIsForTheNext()
    {
        await UnloadAsync(timers: 1);
        var (loading, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _beforeOpen = () =>
        {
            loading.SetResult();
            release.Task.Wait();
        };
        using var cancel = new CancellationTokenSource();
        var request = RunAsync(cancel.Token);
        await loading.Task;

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        release.SetResult();

        Assert.NotEmpty(await RunAsync());
        Assert.Equal(2, _backends.Count);
    }

    [Fact]
    public async Task DisposeAsync_Unloaded_ClosesNothingTwice()
    {
        await UnloadAsync(timers: 1);

        await _engine.DisposeAsync();

        Assert.Single(_backends);
        await Assert.ThrowsAsync<ObjectDisposedException>(RunAsync);
    }

    [Fact]
    public async Task DisposeAsync_WhileItUnloads_WaitsForIt()
    {
        var (unloading, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _backends[0].BeforeDispose = () =>
        {
            unloading.SetResult();
            release.Task.Wait();
        };
        await _time.TimerAsync();
        _time.Advance(s_limit);
        await unloading.Task;

        var disposing = _engine.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        release.SetResult();
        await disposing;

        Assert.True(_backends[0].IsDisposed);
    }

    [Fact]
    public async Task DisposeAsync_WhileItLoads_EndsTheRequestAndClosesWhatWasLoaded()
    {
        await UnloadAsync(timers: 1);
        var (loading, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _beforeOpen = () =>
        {
            loading.SetResult();
            release.Task.Wait();
        };
        var request = RunAsync();
        await loading.Task;

        var disposing = _engine.DisposeAsync().AsTask();
        release.SetResult();
        await disposing;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => request);
        Assert.True(_backends[1].IsDisposed);
    }

    [Fact]
    public void Constructor_NoWayToOpenAgain_IsRefusedByName()
    {
        var error = Assert.Throws<UnsupportedOptionException>(() =>
            new GenerationEngine(_backends[0], ModelConfig.Load(_tiny.Folder), new EngineOptions { IdleUnload = s_limit }));

        Assert.Equal(nameof(EngineOptions.IdleUnload), error.Option);
    }

    private SpyBackend Open()
    {
        _beforeOpen();
        var backend = new SpyBackend(
            new OnnxRuntimeBackend(_tiny.Folder, ModelConfig.Load(_tiny.Folder), new BackendSettings { ContextLength = 256, MaxSequences = 2 }))
        {
            AfterDispose = () => _disposed.TrySetResult(),
        };
        _backends.Add(backend);
        return backend;
    }

    /// <summary>Lets the time pass, once the engine is idle for the so-manieth time.</summary>
    private async Task UnloadAsync(int timers)
    {
        for (var i = 0; i < timers; i++)
        {
            await _time.TimerAsync();
        }

        _time.Advance(s_limit);
        await _disposed.Task.WaitAsync(TestContext.Current.CancellationToken);
        _disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(SpinWait.SpinUntil(() => !_engine.Status.IsLoaded, TimeSpan.FromSeconds(30)));
    }

    private Task<List<int>> RunAsync() => RunAsync(TestContext.Current.CancellationToken);

    private async Task<List<int>> RunAsync(CancellationToken cancellationToken) =>
        await _engine.GenerateAsync(new GenerationRequest { Prompt = _tiny.Prompt("What is 12 + 30?"), MaxNewTokens = 12 }, cancellationToken)
            .Where(e => e.Kind == GenerationEventKind.Token).Select(e => e.TokenId).ToListAsync(CancellationToken.None);
}
