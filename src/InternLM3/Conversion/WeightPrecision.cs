namespace InternLM3.Conversion;

/// <summary>How the weights of a model folder are stored.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floating point: the checkpoint's numbers exactly.</summary>
    Fp32,
}
