using InternLM3.Remote.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tests.Support.Serving;
using InternLM3.Tiny;

[assembly: AssemblyFixture(typeof(TinyOverHttp))]

namespace InternLM3.Remote.Tests.Support;

/// <summary>InternLM3-Tiny in process, the same model behind this library's server, and a remote client of that.</summary>
public sealed class TinyOverHttp : IAsyncLifetime
{
    public const string ModelId = "internlm3-tiny";

    private readonly TemporaryFolder _cache = new();
    private LoopbackServer _server = null!;

    public InternLM3ChatClient Local { get; private set; } = null!;

    public InternLM3RemoteChatClient Remote { get; private set; } = null!;

    public Uri Endpoint => _server.Endpoint;

    public async ValueTask InitializeAsync()
    {
        Local = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, new InternLM3Options { CacheDirectory = _cache.Path, ModelId = ModelId });
        await Local.GetModelAsync();
        _server = await LoopbackServer.StartAsync(Local);
        Remote = new InternLM3RemoteChatClient(Endpoint, new InternLM3RemoteOptions { MaxRetries = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        Remote.Dispose();
        await _server.DisposeAsync();
        await Local.DisposeAsync();
        _cache.Dispose();
    }
}
