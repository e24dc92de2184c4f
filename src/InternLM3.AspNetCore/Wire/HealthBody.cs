namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of GET /health and its kin.</summary>
internal sealed record HealthBody
{
    public required string Status { get; init; }
}
