namespace InternLM3.Mathematics.Syntax;

/// <summary>Terms added.</summary>
internal sealed record SumNode(IReadOnlyList<Node> Terms) : Node;
