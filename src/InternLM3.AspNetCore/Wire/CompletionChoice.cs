namespace InternLM3.AspNetCore.Wire;

/// <summary>One continuation, or a piece of it.</summary>
internal sealed record CompletionChoice
{
    public required int Index { get; init; }

    public required string Text { get; init; }

    public CompletionLogprobs? Logprobs { get; init; }

    public string? FinishReason { get; init; }

    public IReadOnlyList<int>? PromptTokenIds { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }
}
