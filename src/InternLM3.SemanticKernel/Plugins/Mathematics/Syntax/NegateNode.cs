namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>The opposite.</summary>
internal sealed record NegateNode(Node Operand) : Node;
