using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>
/// ONNX Runtime GenAI as the runtime of a model. Equal options give equal providers, so that equal registrations share a model.
/// </summary>
/// <param name="Options">GenAI's options.</param>
public sealed record GenAIProvider(GenAIOptions Options) : IModelBackendProvider
{
    /// <summary>The runtime with its default options, as a <see cref="DefaultBackendAttribute"/> names it.</summary>
    public GenAIProvider()
        : this(new GenAIOptions())
    {
    }

    /// <inheritdoc/>
    public string Name => "ONNX Runtime GenAI";

    /// <inheritdoc/>
    public string? WhyNot(ComputeDevice device)
    {
        if (device == ComputeDevice.Cpu)
        {
            return null;
        }

        return !GenAILibrary.IsPresent(Options.LibraryPath)
                ? $"{GenAILibrary.FileName} is not in the application; add the package Microsoft.ML.OnnxRuntimeGenAI.Cuda"
            : !GenAILibrary.HasCuda(Options.LibraryPath)
                ? $"{GenAILibrary.CudaFileName} is not beside {GenAILibrary.FileName}; "
                    + "the package for GPUs is Microsoft.ML.OnnxRuntimeGenAI.Cuda"
            : NvidiaDriver.CountDevices() == 0 ? "the NVIDIA driver is missing or shows no GPU"
            : null;
    }

    /// <inheritdoc/>
    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings) =>
        new GenAIBackend(folder, config, settings, Options);
}
