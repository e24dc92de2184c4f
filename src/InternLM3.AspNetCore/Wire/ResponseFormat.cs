namespace InternLM3.AspNetCore.Wire;

/// <summary>The format of an answer: text, json_object, json_schema, or LMDeploy's regex_schema.</summary>
internal sealed record ResponseFormat
{
    public string? Type { get; init; }

    public JsonSchemaFormat? JsonSchema { get; init; }

    public string? RegexSchema { get; init; }
}
