namespace InternLM3.Conversion;

/// <summary>
/// What a conversion makes of a checkpoint. Immutable; values that do not fit each other are refused by name when the conversion starts.
/// </summary>
public sealed record ConversionOptions
{
    /// <summary>
    /// How the layers' weights are stored. Default: <see cref="WeightPrecision.Int4"/> for a checkpoint that is 4-bit already (AWQ),
    /// otherwise <see cref="WeightPrecision.Fp32"/> for the CPU and <see cref="WeightPrecision.Fp16"/> for CUDA.
    /// </summary>
    public WeightPrecision? Precision { get; init; }

    /// <summary>
    /// What the graphs are made for; the CPU by default, and CUDA for a load on a GPU. CUDA computes in fp16 and so takes no fp32 weights.
    /// </summary>
    public ConversionTarget Target { get; init; }

    /// <summary>
    /// Weights that share one scale: 32, 64 or 128. Smaller is more exact and larger is faster. Default: 32, and for AWQ the checkpoint's
    /// own group size, the only one that is accepted there.
    /// </summary>
    public int? BlockSize { get; init; }

    /// <summary>
    /// How the head (<c>lm_head</c>) is stored. Default: <see cref="Precision"/> for the CPU, int8 for an AWQ checkpoint; for CUDA fp16.
    /// </summary>
    public WeightPrecision? HeadPrecision { get; init; }

    /// <summary>
    /// How the embedding is stored. Default: <see cref="Precision"/> for the CPU, int8 for an AWQ checkpoint; for CUDA fp16.
    /// </summary>
    public WeightPrecision? EmbeddingPrecision { get; init; }

    /// <summary>
    /// Whether the scale of each 4-bit block is searched for the least squared error instead of spanning the block's extremes. Default
    /// true; takes longer to convert and costs nothing afterwards.
    /// </summary>
    public bool ScaleSearch { get; init; } = true;

    /// <summary>
    /// Whether quantised products take activations as they are instead of as 8-bit integers (MatMulNBits accuracy level 0 instead of 4).
    /// Two to three times slower; for comparisons with a reference.
    /// </summary>
    internal bool ExactActivations { get; init; }
}
