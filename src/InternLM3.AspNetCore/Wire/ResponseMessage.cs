using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The message of an answer.</summary>
internal sealed record ResponseMessage
{
    public string Role { get; } = "assistant";

    /// <summary>Null, and written so, beside calls without text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ResponseToolCall>? ToolCalls { get; init; }
}
