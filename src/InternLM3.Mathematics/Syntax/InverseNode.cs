namespace InternLM3.Mathematics.Syntax;

/// <summary>One divided by the operand.</summary>
internal sealed record InverseNode(Node Operand) : Node;
