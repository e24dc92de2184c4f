namespace InternLM3.AspNetCore.Wire;

/// <summary>The log-probabilities of a chat's tokens.</summary>
internal sealed record ChoiceLogprobs
{
    public required IReadOnlyList<LogprobEntry> Content { get; init; }
}
