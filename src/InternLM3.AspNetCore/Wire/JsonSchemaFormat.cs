using System.Text.Json;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The schema of a json_schema format. Its <c>strict</c> needs no field: the schema is always enforced.</summary>
internal sealed record JsonSchemaFormat
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public JsonElement? Schema { get; init; }
}
