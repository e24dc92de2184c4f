namespace InternLM3.AspNetCore.Wire;

/// <summary>A model on offer.</summary>
internal sealed record ModelCard
{
    public required string Id { get; init; }

    public string Object { get; } = "model";

    public required long Created { get; init; }

    public string OwnedBy { get; } = "internlm3";

    public required string Root { get; init; }

    /// <summary>Tokens of prompt and answer together; unknown while the model loads.</summary>
    public int? MaxModelLen { get; init; }
}
