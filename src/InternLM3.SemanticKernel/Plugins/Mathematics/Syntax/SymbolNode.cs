namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>A constant or a variable.</summary>
internal sealed record SymbolNode(string Name) : Node;
