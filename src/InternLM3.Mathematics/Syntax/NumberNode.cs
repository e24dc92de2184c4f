namespace InternLM3.Mathematics.Syntax;

/// <summary>A number as written.</summary>
internal sealed record NumberNode(Rational Value) : Node;
