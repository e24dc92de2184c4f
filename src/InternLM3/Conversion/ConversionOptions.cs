namespace InternLM3.Conversion;

/// <summary>What a conversion makes of a checkpoint.</summary>
public sealed record ConversionOptions
{
    /// <summary>How weights are stored; <see cref="WeightPrecision.Fp32"/> by default.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Fp32;
}
