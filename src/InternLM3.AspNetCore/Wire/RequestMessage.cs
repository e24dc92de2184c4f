using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>A message of a request.</summary>
internal sealed record RequestMessage
{
    public string? Role { get; init; }

    /// <summary>A string, an array of parts, or null.</summary>
    public JsonElement? Content { get; init; }

    public IReadOnlyList<RequestToolCall>? ToolCalls { get; init; }

    public string? ToolCallId { get; init; }

    /// <summary>Fields without a property here.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
