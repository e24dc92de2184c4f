using InternLM3.Tests.Support.Serving;

namespace InternLM3.Remote.Tests.Support;

/// <summary>A model in process, the same model behind this library's server, and a remote client of that.</summary>
public abstract class ModelOverHttp(InternLM3ChatClient local) : IAsyncLifetime
{
    public const string ModelId = "internlm3-tiny";

    private LoopbackServer _server = null!;

    public InternLM3ChatClient Local => local;

    public InternLM3RemoteChatClient Remote { get; private set; } = null!;

    public Uri Endpoint => _server.Endpoint;

    public async ValueTask InitializeAsync()
    {
        await Local.GetModelAsync();
        _server = await LoopbackServer.StartAsync(Local);
        Remote = new InternLM3RemoteChatClient(Endpoint, new InternLM3RemoteOptions { MaxRetries = 0 });
    }

    public virtual async ValueTask DisposeAsync()
    {
        Remote.Dispose();
        await _server.DisposeAsync();
        await Local.DisposeAsync();
    }
}
