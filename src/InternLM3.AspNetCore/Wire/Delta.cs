namespace InternLM3.AspNetCore.Wire;

/// <summary>What a chunk adds to a message.</summary>
internal sealed record Delta
{
    public string? Role { get; init; }

    public string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ResponseToolCall>? ToolCalls { get; init; }
}
