namespace InternLM3.AspNetCore.Wire;

/// <summary>What a stream has besides the answer.</summary>
internal sealed record StreamOptions
{
    public bool? IncludeUsage { get; init; }

    /// <summary>vLLM's: the usage so far in every chunk.</summary>
    public bool? ContinuousUsageStats { get; init; }

    /// <summary>OpenAI's: chunks padded to like sizes.</summary>
    public bool? IncludeObfuscation { get; init; }
}
