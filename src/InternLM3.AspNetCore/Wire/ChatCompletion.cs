namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletion
{
    public required string Id { get; init; }

    public string Object { get; } = "chat.completion";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public required Usage Usage { get; init; }

    public IReadOnlyList<int>? PromptTokenIds { get; init; }
}
