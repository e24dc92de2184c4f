namespace InternLM3;

/// <summary>What computes.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
