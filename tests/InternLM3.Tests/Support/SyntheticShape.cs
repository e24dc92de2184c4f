namespace InternLM3.Tests.Support;

/// <summary>The numbers of a synthetic checkpoint; the defaults make a small model whose every dimension differs.</summary>
public sealed record SyntheticShape
{
    public int Hidden { get; init; } = 48;

    public int Intermediate { get; init; } = 80;

    public int Layers { get; init; } = 2;

    public int Heads { get; init; } = 4;

    public int KeyValueHeads { get; init; } = 2;

    /// <summary>A multiple of 16: GroupQueryAttention's rotary embedding wants no other.</summary>
    public int HeadDimension { get; init; } = 16;

    public int Vocabulary { get; init; } = 320;

    public int MaxPosition { get; init; } = 256;

    public double RopeTheta { get; init; } = 10_000;

    public double? DynamicNtkFactor { get; init; } = 6;

    public double RmsNormEpsilon { get; init; } = 1e-5;

    public bool TieWordEmbeddings { get; init; }
}
