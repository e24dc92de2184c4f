namespace InternLM3.AspNetCore.Wire;

/// <summary>A piece of one answer.</summary>
internal sealed record ChunkChoice
{
    public required int Index { get; init; }

    public required Delta Delta { get; init; }

    public ChoiceLogprobs? Logprobs { get; init; }

    public string? FinishReason { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }
}
