namespace InternLM3.Conversion;

/// <summary>What the graphs of a model folder are made for.</summary>
public enum ConversionTarget
{
    /// <summary>The CPU: fp32 activations, and int8 products where weights are quantised.</summary>
    Cpu,

    /// <summary>CUDA: fp16 activations, keys and values.</summary>
    Cuda,
}
