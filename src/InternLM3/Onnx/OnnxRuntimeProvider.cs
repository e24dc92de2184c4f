using InternLM3.Configuration;
using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>The library's own runtime: <c>engine.onnx</c> on ONNX Runtime.</summary>
internal sealed class OnnxRuntimeProvider : IModelBackendProvider
{
    /// <summary>The only instance.</summary>
    public static OnnxRuntimeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "ONNX Runtime";

    /// <inheritdoc/>
    public string? WhyNot(ComputeDevice device)
    {
        if (device == ComputeDevice.Cpu)
        {
            return null;
        }

        if (NvidiaDriver.CountDevices() == 0)
        {
            return "the NVIDIA driver is missing or shows no GPU";
        }

        try
        {
            NativeRuntime.Require();
            return OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider")
                ? LoadProvider()
                : "the application's ONNX Runtime has no CUDA; reference the package Microsoft.ML.OnnxRuntime.Gpu instead of "
                    + "Microsoft.ML.OnnxRuntime";
        }
        catch (InternLM3Exception e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <inheritdoc/>
    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings) =>
        new OnnxRuntimeBackend(folder, config, settings);

    /// <summary>Tries to load the CUDA provider, which needs CUDA's and cuDNN's libraries; returns why it cannot be, or null.</summary>
    private static string? LoadProvider()
    {
        try
        {
            using var options = new SessionOptions();
            using var cuda = new OrtCUDAProviderOptions();
            options.AppendExecutionProvider_CUDA(cuda);
            return null;
        }
        catch (OnnxRuntimeException e)
        {
            return "ONNX Runtime's CUDA provider cannot be loaded, for want of CUDA or cuDNN in the versions it was built for "
                + $"({e.Message.Trim().ReplaceLineEndings(" ")})";
        }
    }
}
