namespace InternLM3.AspNetCore.Wire;

/// <summary>A call in the history.</summary>
internal sealed record RequestToolCall
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public FunctionCall? Function { get; init; }
}
