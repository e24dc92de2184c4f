namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>A power.</summary>
internal sealed record PowerNode(Node Base, Node Exponent) : Node;
