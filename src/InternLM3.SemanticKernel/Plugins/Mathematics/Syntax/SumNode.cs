namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>Terms added.</summary>
internal sealed record SumNode(IReadOnlyList<Node> Terms) : Node;
