namespace InternLM3;

/// <summary>How a model uses an NVIDIA GPU, whichever runtime it is on. Immutable; may be shared.</summary>
public sealed record CudaOptions
{
    /// <summary>The number of the GPU. Default 0.</summary>
    public int DeviceId { get; init; }

    /// <summary>The most bytes of GPU memory the runtime's arena takes, weights included. Default: no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Whether decode steps are captured as a CUDA graph. ONNX Runtime GenAI can do it; the library's own runtime refuses it, because
    /// the shape of its steps changes with the number of requests. Default false.
    /// </summary>
    public bool Graph { get; init; }

    /// <summary>
    /// Further options of ONNX Runtime's CUDA provider, by its names (<c>arena_extend_strategy</c>). They win over the typed ones.
    /// </summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Throws when a value cannot work, and names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        if (DeviceId < 0)
        {
            throw new UnsupportedOptionException(nameof(DeviceId), $"must be at least 0 and is {DeviceId}.");
        }

        if (MemoryLimit is <= 0)
        {
            throw new UnsupportedOptionException(nameof(MemoryLimit), $"must be above 0 and is {MemoryLimit}.");
        }
    }

    /// <summary>All options by the names of ONNX Runtime's CUDA provider.</summary>
    /// <remarks>Source of the names: ONNX Runtime's documentation of the CUDA execution provider.</remarks>
    public IReadOnlyDictionary<string, string> ToProviderOptions()
    {
        var options = new Dictionary<string, string>
        {
            ["device_id"] = FormattableString.Invariant($"{DeviceId}"),
            ["enable_cuda_graph"] = Graph ? "1" : "0",
        };
        if (MemoryLimit is { } limit)
        {
            options["gpu_mem_limit"] = FormattableString.Invariant($"{limit}");
        }

        foreach (var (name, value) in ProviderOptions)
        {
            options[name] = value;
        }

        return options;
    }
}
