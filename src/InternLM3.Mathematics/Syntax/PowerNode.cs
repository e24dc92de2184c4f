namespace InternLM3.Mathematics.Syntax;

/// <summary>A power.</summary>
internal sealed record PowerNode(Node Base, Node Exponent) : Node;
