namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>Factors multiplied.</summary>
internal sealed record ProductNode(IReadOnlyList<Node> Factors) : Node;
