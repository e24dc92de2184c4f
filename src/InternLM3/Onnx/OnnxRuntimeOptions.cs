namespace InternLM3.Onnx;

/// <summary>How <see cref="OnnxRuntimeBackend"/> runs a model folder.</summary>
public sealed record OnnxRuntimeOptions
{
    /// <summary>Tokens a sequence can hold. At least 1.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Sequences that can be open at once, and decode together; null for what <see cref="Generation.KeyValueMemory"/> gives.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Bytes that keys and values may take; null for what <see cref="Generation.KeyValueMemory"/> says.</summary>
    public long? KeyValueMemoryBudget { get; init; }

    /// <summary>The GPU that computes and holds keys and values; null for the processor. <b>Not run on CUDA</b> with this version.</summary>
    public CudaOptions? Cuda { get; init; }

    /// <summary>Threads of one step; null takes the physical cores this process may use, which measured best (more is slower).</summary>
    public int? Threads { get; init; }
}
