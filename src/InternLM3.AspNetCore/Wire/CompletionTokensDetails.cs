namespace InternLM3.AspNetCore.Wire;

/// <summary>How many of the answer's tokens are reasoning; 0 where reasoning is not split off.</summary>
internal sealed record CompletionTokensDetails
{
    public required long ReasoningTokens { get; init; }
}
