namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>How <see cref="GenAIBackend"/> runs a model folder. Immutable; may be shared.</summary>
public sealed record GenAIOptions
{
    /// <summary>The number of the GPU. Only on <see cref="ComputeDevice.Cuda"/>. Default 0.</summary>
    public int DeviceId { get; init; }

    /// <summary>The most bytes of GPU memory ONNX Runtime's arena takes. Only on <see cref="ComputeDevice.Cuda"/>. Default: no limit.</summary>
    public long? GpuMemoryLimit { get; init; }

    /// <summary>Whether decode steps are captured as a CUDA graph. Only on <see cref="ComputeDevice.Cuda"/>. Default false.</summary>
    public bool CudaGraph { get; init; }

    /// <summary>
    /// Further options of the CUDA provider, by ONNX Runtime's names. Only on <see cref="ComputeDevice.Cuda"/>. They win over the typed ones.
    /// </summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The native library's file or its folder. Default: the application's own folders, where its package puts it.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Refuses values that cannot work, by name.</summary>
    /// <param name="device">What computes.</param>
    /// <exception cref="UnsupportedOptionException">A value is out of its range, or has no effect on the device.</exception>
    public void Validate(ComputeDevice device)
    {
        Require(DeviceId >= 0, nameof(DeviceId), $"must be at least 0 and is {DeviceId}.");
        Require(GpuMemoryLimit is null or > 0, nameof(GpuMemoryLimit), $"must be above 0 and is {GpuMemoryLimit}.");
        if (device != ComputeDevice.Cuda)
        {
            Require(DeviceId == 0, nameof(DeviceId), NoGpu);
            Require(GpuMemoryLimit is null, nameof(GpuMemoryLimit), NoGpu);
            Require(!CudaGraph, nameof(CudaGraph), NoGpu);
            Require(ProviderOptions.Count == 0, nameof(ProviderOptions), NoGpu);
        }
    }

    private static string NoGpu => $"is for a GPU, and the device is not {nameof(ComputeDevice.Cuda)}.";

    private static void Require(bool holds, string option, string reason)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, reason);
        }
    }
}
