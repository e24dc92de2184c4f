using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tiny;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>A client whose model goes on loading until it is let through.</summary>
public sealed class LateModel : IModelBackendProvider, IAsyncDisposable
{
    private readonly ManualResetEventSlim _released = new();

    public LateModel(InternLM3Options options) =>
        Client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, options with { Backend = this, Device = ComputeDevice.Cpu });

    public InternLM3ChatClient Client { get; }

    public string Name => "A late runtime";

    public string? WhyNot(ComputeDevice device) => device == ComputeDevice.Cpu ? null : "it is for the processor";

    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings)
    {
        _released.Wait();
        return new ScriptedBackend(folder, config, settings);
    }

    /// <summary>Lets the load end.</summary>
    public void Release() => _released.Set();

    public async ValueTask DisposeAsync()
    {
        Release();
        await Client.DisposeAsync();
        _released.Dispose();
    }
}
