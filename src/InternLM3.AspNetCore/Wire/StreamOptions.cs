namespace InternLM3.AspNetCore.Wire;

/// <summary>What a stream has besides the answer.</summary>
internal sealed record StreamOptions
{
    public bool? IncludeUsage { get; init; }
}
