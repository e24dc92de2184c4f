namespace InternLM3.AspNetCore.Wire;

/// <summary>A call of an answer, or a piece of one in a delta, which has an index.</summary>
internal sealed record ResponseToolCall
{
    public int? Index { get; init; }

    public string? Id { get; init; }

    public string? Type { get; init; }

    public required FunctionCall Function { get; init; }
}
