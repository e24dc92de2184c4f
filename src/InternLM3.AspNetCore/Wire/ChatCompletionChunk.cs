namespace InternLM3.AspNetCore.Wire;

/// <summary>One event of a streamed chat.</summary>
internal sealed record ChatCompletionChunk
{
    public required string Id { get; init; }

    public string Object { get; } = "chat.completion.chunk";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<ChunkChoice> Choices { get; init; }

    public Usage? Usage { get; init; }

    public IReadOnlyList<int>? PromptTokenIds { get; init; }
}
