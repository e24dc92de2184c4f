namespace InternLM3.AspNetCore.Wire;

/// <summary>The tokens of a request.</summary>
internal sealed record Usage
{
    public required long PromptTokens { get; init; }

    public required long CompletionTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required PromptTokensDetails PromptTokensDetails { get; init; }

    public required CompletionTokensDetails CompletionTokensDetails { get; init; }
}
