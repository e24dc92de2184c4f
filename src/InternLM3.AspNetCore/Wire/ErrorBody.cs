namespace InternLM3.AspNetCore.Wire;

/// <summary>An error as OpenAI's clients read it.</summary>
internal sealed record ErrorBody
{
    public required ErrorDetail Error { get; init; }
}
