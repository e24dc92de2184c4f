namespace InternLM3.AspNetCore.Wire;

/// <summary>A token, its log-probability, and the most likely tokens of its step; those have no list of their own.</summary>
internal sealed record LogprobEntry
{
    public required string Token { get; init; }

    public required float Logprob { get; init; }

    public required IReadOnlyList<int> Bytes { get; init; }

    public IReadOnlyList<LogprobEntry>? TopLogprobs { get; init; }
}
