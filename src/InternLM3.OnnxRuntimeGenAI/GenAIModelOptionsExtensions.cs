namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>Chooses ONNX Runtime GenAI for a model.</summary>
public static class GenAIModelOptionsExtensions
{
    /// <summary>
    /// The same options with ONNX Runtime GenAI as the runtime: on an NVIDIA GPU where there is one, else, unless
    /// <see cref="InternLM3Options.Device"/> says <see cref="ComputeDevice.Cpu"/>, the library's own runtime on the processor.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="genai">GenAI's own options, or null for the defaults.</param>
    public static InternLM3Options UseOnnxRuntimeGenAI(this InternLM3Options options, GenAIOptions? genai = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { Backend = new GenAIProvider(genai ?? new GenAIOptions()) };
    }
}
