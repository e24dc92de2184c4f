using InternLM3.Tests.Support.Scripting;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>A client whose model goes on loading until it is let through.</summary>
public sealed class LateModel : IAsyncDisposable
{
    private readonly ManualResetEventSlim _released = new();

    public LateModel() => Client = new InternLM3ChatClient(ScriptedModel.Folder, new ScriptedModel(WireScript.Replies)
    {
        Around = backend =>
        {
            _released.Wait();
            return backend;
        },
    }.Options);

    public InternLM3ChatClient Client { get; }

    /// <summary>Lets the load end.</summary>
    public void Release() => _released.Set();

    public async ValueTask DisposeAsync()
    {
        Release();
        await Client.DisposeAsync();
        _released.Dispose();
    }
}
