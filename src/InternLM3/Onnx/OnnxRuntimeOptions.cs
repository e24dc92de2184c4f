namespace InternLM3.Onnx;

/// <summary>How <see cref="OnnxRuntimeBackend"/> runs a model folder.</summary>
public sealed record OnnxRuntimeOptions
{
    /// <summary>Tokens a sequence can hold. At least 1.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Threads of one step; null takes the physical cores this process may use, which measured best (more is slower).</summary>
    public int? Threads { get; init; }
}
