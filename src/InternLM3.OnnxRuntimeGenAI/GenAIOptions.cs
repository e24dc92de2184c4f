namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>Where ONNX Runtime GenAI is; how it uses a GPU is said by <see cref="CudaOptions"/>. Immutable; may be shared.</summary>
public sealed record GenAIOptions
{
    /// <summary>The native library's file or its folder. Default: the application's own folders, where its package puts it.</summary>
    public string? LibraryPath { get; init; }
}
