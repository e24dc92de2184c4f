namespace InternLM3.Conversion;

#pragma warning disable CA1720 // Int8 and Int4 are what everybody calls these; no type of the language is meant.

/// <summary>How the weights of a model folder are stored.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floating point: the checkpoint's numbers exactly.</summary>
    Fp32,

    /// <summary>16-bit floating point; as the precision of a whole model, activations, keys and values are 16 bits wide too.</summary>
    Fp16,

    /// <summary>8-bit integers, symmetric, with one scale for each block of a row.</summary>
    Int8,

    /// <summary>4-bit integers, asymmetric, with one scale and one zero point for each block of a row.</summary>
    Int4,
}
