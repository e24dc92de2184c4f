namespace InternLM3.Generation;

/// <summary>What a model's options ask of a backend, whichever runtime it is on.</summary>
public sealed record BackendSettings
{
    /// <summary>What computes. Default: the processor.</summary>
    public ComputeDevice Device { get; init; }

    /// <summary>How the GPU is used; null for the defaults. Of no meaning on the processor.</summary>
    public CudaOptions? Cuda { get; init; }

    /// <summary>Tokens a sequence can hold. At least 1.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Sequences that can be open at once; null for what <see cref="KeyValueMemory"/> gives.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Bytes that keys and values may take; null for what <see cref="KeyValueMemory"/> says.</summary>
    public long? KeyValueMemoryBudget { get; init; }

    /// <summary>Threads of one step on the processor; null takes the physical cores this process may use.</summary>
    public int? Threads { get; init; }
}
