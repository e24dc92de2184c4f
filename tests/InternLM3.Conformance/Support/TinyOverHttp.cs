using InternLM3.Remote;
using InternLM3.Tests.Support.Serving;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Support;

/// <summary>The shared model behind this library's server.</summary>
public sealed class TinyOverHttp(TinyModel tiny) : IAsyncLifetime
{
    private LoopbackServer _server = null!;

    /// <summary>A new client of the server.</summary>
    public IChatClient CreateClient() => new InternLM3RemoteChatClient(_server.Endpoint, new InternLM3RemoteOptions { ModelId = tiny.Model.Id });

    public async ValueTask InitializeAsync() => _server = await LoopbackServer.StartAsync(new InternLM3ChatClient(tiny.Model));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
