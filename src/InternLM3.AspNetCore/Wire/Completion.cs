namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of POST /v1/completions, and each event of it when it is streamed.</summary>
internal sealed record Completion
{
    public required string Id { get; init; }

    public string Object { get; } = "text_completion";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<CompletionChoice> Choices { get; init; }

    public Usage? Usage { get; init; }
}
