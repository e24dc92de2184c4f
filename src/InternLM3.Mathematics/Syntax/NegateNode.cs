namespace InternLM3.Mathematics.Syntax;

/// <summary>The opposite.</summary>
internal sealed record NegateNode(Node Operand) : Node;
