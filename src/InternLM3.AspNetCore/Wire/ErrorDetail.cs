using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>What went wrong. All four members are always written, as OpenAI does.</summary>
internal sealed record ErrorDetail
{
    public required string Message { get; init; }

    public required string Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Param { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Code { get; init; }
}
