namespace InternLM3.Mathematics.Syntax;

/// <summary>A constant or a variable.</summary>
internal sealed record SymbolNode(string Name) : Node;
