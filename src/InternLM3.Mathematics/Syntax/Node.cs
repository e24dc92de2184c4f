namespace InternLM3.Mathematics.Syntax;

/// <summary>An expression. Sums and products are flat, so that a long one is not a deep one.</summary>
internal abstract record Node;
