namespace InternLM3.AspNetCore.Wire;

/// <summary>Of the prompt's tokens, those that were reused.</summary>
internal sealed record PromptTokensDetails
{
    public required long CachedTokens { get; init; }
}
