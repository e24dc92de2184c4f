namespace InternLM3;

/// <summary>The kind of device a model is computed on.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
