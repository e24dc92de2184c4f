using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Generation;

public sealed class EngineBusyTests : IAsyncDisposable
{
    private readonly TaskCompletionSource _release = new();
    private readonly GenerationEngine _engine;

    public EngineBusyTests(TinyModel tiny)
    {
        var config = ModelConfig.Load(tiny.Folder);
        var backend = new SpyBackend(new OnnxRuntimeBackend(tiny.Folder, config, new BackendSettings { ContextLength = 64 }))
        {
            BeforeAppend = _ => _release.Task.Wait(),
        };
        _engine = new GenerationEngine(backend, config, new EngineOptions { MaxQueueLength = 2 });
    }

    public ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        return _engine.DisposeAsync();
    }

    [Fact]
    public async Task GenerateAsync_QueueFull_IsRefusedWithAHintAndTheOthersRun()
    {
        var accepted = Enumerable.Range(0, _engine.Capabilities.MaxSequences + 2).Select(_ => RunAsync()).ToArray();

        var error = await Assert.ThrowsAsync<EngineBusyException>(() => RunAsync());

        Assert.Equal(2, error.MaxQueueLength);
        Assert.InRange(error.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        _release.SetResult();
        Assert.All(await Task.WhenAll(accepted), count => Assert.Equal(2, count));
        Assert.Equal(2, await RunAsync());
    }

    [Fact]
    public async Task GenerateAsync_CancelledWhileQueued_FreesItsPlace()
    {
        using var cancel = new CancellationTokenSource();
        var accepted = Enumerable.Range(0, _engine.Capabilities.MaxSequences + 1).Select(_ => RunAsync()).ToArray();
        var last = RunAsync(cancel.Token);
        await Assert.ThrowsAsync<EngineBusyException>(() => RunAsync());

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);

        var next = RunAsync();
        _release.SetResult();
        Assert.Equal(2, await next);
        await Task.WhenAll(accepted);
    }

    private Task<int> RunAsync(CancellationToken cancellationToken = default) => _engine
        .GenerateAsync(new GenerationRequest { Prompt = new[] { 1, 2040, 303 }, IgnoreEos = true, MaxNewTokens = 2 }, cancellationToken)
        .CountAsync(e => e.Kind == GenerationEventKind.Token, CancellationToken.None).AsTask();
}
