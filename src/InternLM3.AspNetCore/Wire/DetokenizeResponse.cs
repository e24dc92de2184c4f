namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of POST /detokenize.</summary>
internal sealed record DetokenizeResponse
{
    public required string Prompt { get; init; }
}
