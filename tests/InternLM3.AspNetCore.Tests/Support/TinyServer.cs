using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>
/// InternLM3-Tiny, converted into a cache of its own and loaded once, and a server over it: for tests of load and time, which need an
/// engine that computes.
/// </summary>
public sealed class TinyServer : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();

    public TinyServer()
    {
        Options = new InternLM3Options { CacheDirectory = _cache.Path, ModelId = "internlm3-tiny" };
        Client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, Options);
    }

    public InternLM3Options Options { get; }

    public InternLM3ChatClient Client { get; }

    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Client.GetModelAsync();
        Server = await TestServer.StartAsync(Client);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Client.DisposeAsync();
        _cache.Dispose();
    }
}
