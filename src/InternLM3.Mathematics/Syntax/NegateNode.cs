namespace InternLM3.Mathematics.Syntax;

/// <summary>The operand with the opposite sign.</summary>
internal sealed record NegateNode(Node Operand) : Node;
