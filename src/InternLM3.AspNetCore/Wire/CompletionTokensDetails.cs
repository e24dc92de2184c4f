namespace InternLM3.AspNetCore.Wire;

/// <summary>Of the answer's tokens, those of the reasoning; 0 where nothing tells them apart.</summary>
internal sealed record CompletionTokensDetails
{
    public required long ReasoningTokens { get; init; }
}
