using InternLM3.Configuration;
using InternLM3.Generation;

namespace InternLM3.Onnx;

/// <summary>The library's own runtime: <c>engine.onnx</c> on ONNX Runtime.</summary>
internal sealed class OnnxRuntimeProvider : IModelBackendProvider
{
    /// <summary>The one there is.</summary>
    public static OnnxRuntimeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "ONNX Runtime";

    /// <inheritdoc/>
    public string? WhyNot(ComputeDevice device) =>
        device == ComputeDevice.Cpu ? null
        : NvidiaDriver.CountDevices() == 0 ? "the NVIDIA driver is missing or shows no GPU"
        : "this version of the library runs engine.onnx on the processor; use InternLM3.OnnxRuntimeGenAI for a GPU";

    /// <inheritdoc/>
    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings) => new OnnxRuntimeBackend(folder, config, new OnnxRuntimeOptions
    {
        ContextLength = settings.ContextLength,
        MaxSequences = settings.MaxSequences,
        KeyValueMemoryBudget = settings.KeyValueMemoryBudget,
        Threads = settings.Threads,
    });
}
