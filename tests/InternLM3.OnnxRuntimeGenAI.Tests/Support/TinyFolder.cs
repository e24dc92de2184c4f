using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.OnnxRuntimeGenAI.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

[assembly: AssemblyFixture(typeof(TinyFolder))]

namespace InternLM3.OnnxRuntimeGenAI.Tests.Support;

/// <summary>InternLM3-Tiny as an fp32 model folder, for both backends.</summary>
public sealed class TinyFolder : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>The model folder.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The numbers of its config.json.</summary>
    public ModelConfig Config { get; private set; } = null!;

    /// <summary>The folder on GenAI.</summary>
    public GenAIBackend OpenGenAI(int contextLength = 2048, int sequences = 4) =>
        new(Path, Config, new BackendSettings { ContextLength = contextLength, MaxSequences = sequences }, GenAINative.Options());

    /// <summary>The folder on ONNX Runtime.</summary>
    internal OnnxRuntimeBackend OpenOnnxRuntime() => new(Path, Config, new BackendSettings { ContextLength = 2048 });

    public async ValueTask InitializeAsync()
    {
        Path = await ModelCache.GetOrConvertAsync(InternLM3Tiny.CheckpointPath, new ConversionOptions(), _cache.Path);
        Config = ModelConfig.Load(Path);
    }

    public ValueTask DisposeAsync()
    {
        _cache.Dispose();
        return ValueTask.CompletedTask;
    }
}
