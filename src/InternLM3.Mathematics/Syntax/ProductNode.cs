namespace InternLM3.Mathematics.Syntax;

/// <summary>Factors multiplied.</summary>
internal sealed record ProductNode(IReadOnlyList<Node> Factors) : Node;
