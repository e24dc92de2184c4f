using InternLM3.Mathematics;

namespace InternLM3.SemanticKernel.Plugins.Mathematics.Syntax;

/// <summary>A number as written.</summary>
internal sealed record NumberNode(Rational Value) : Node;
