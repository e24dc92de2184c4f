namespace InternLM3.AspNetCore.Wire;

/// <summary>How many of the prompt's tokens were reused.</summary>
internal sealed record PromptTokensDetails
{
    public required long CachedTokens { get; init; }
}
