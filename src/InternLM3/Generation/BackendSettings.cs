namespace InternLM3.Generation;

/// <summary>What a model's options ask of a backend, whichever runtime it is on.</summary>
public sealed record BackendSettings
{
    /// <summary>The device to compute on. Default: the processor.</summary>
    public ComputeDevice Device { get; init; }

    /// <summary>How the GPU is used; null for the defaults. Ignored on the processor.</summary>
    public CudaOptions? Cuda { get; init; }

    /// <summary>Tokens a sequence can hold. At least 1.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Sequences that can be open at once; null for as many as <see cref="KeyValueMemory"/> plans.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Bytes that keys and values may take; null for the limits <see cref="KeyValueMemory"/> has by default.</summary>
    public long? KeyValueMemoryBudget { get; init; }

    /// <summary>Threads of one step on the processor; null takes the physical cores this process may use.</summary>
    public int? Threads { get; init; }
}
