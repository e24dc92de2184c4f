using System.Text.Json;

namespace InternLM3.AspNetCore.Wire;

/// <summary>A function on offer. Its <c>strict</c> needs no field: arguments always follow the schema.</summary>
internal sealed record FunctionDefinition
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public JsonElement? Parameters { get; init; }
}
