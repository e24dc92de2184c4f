namespace InternLM3.AspNetCore.Wire;

/// <summary>A tool on offer.</summary>
internal sealed record ToolDefinition
{
    public string? Type { get; init; }

    public FunctionDefinition? Function { get; init; }
}
