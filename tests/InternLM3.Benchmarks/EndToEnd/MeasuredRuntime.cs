using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Our own runtime, and a look at the session it opened, so that the yardstick can run on the same one.</summary>
internal sealed class MeasuredRuntime : IModelBackendProvider
{
    private OnnxRuntimeBackend? _backend;

    /// <summary>The session of the backend opened last.</summary>
    public InferenceSession Session => _backend!.Session;

    /// <inheritdoc/>
    public string Name => OnnxRuntimeProvider.Instance.Name;

    /// <inheritdoc/>
    public string? WhyNot(ComputeDevice device) => OnnxRuntimeProvider.Instance.WhyNot(device);

    /// <inheritdoc/>
    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings)
    {
        var backend = OnnxRuntimeProvider.Instance.Open(folder, config, settings);
        _backend = (OnnxRuntimeBackend)backend;
        return backend;
    }
}
