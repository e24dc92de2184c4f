namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>A function of <see cref="FunctionNames"/> and its arguments.</summary>
internal sealed record CallNode(string Name, IReadOnlyList<Node> Arguments) : Node;
