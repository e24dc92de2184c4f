namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of GET /health, /health/ready and /health/live.</summary>
internal sealed record HealthBody
{
    public required string Status { get; init; }
}
