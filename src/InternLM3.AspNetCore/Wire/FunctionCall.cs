namespace InternLM3.AspNetCore.Wire;

/// <summary>A function's name and its arguments as JSON text; in a delta either may be missing.</summary>
internal sealed record FunctionCall
{
    public string? Name { get; init; }

    public string? Arguments { get; init; }
}
