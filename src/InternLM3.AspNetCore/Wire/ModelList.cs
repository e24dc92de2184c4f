namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of GET /v1/models.</summary>
internal sealed record ModelList
{
    public string Object { get; } = "list";

    public required IReadOnlyList<ModelCard> Data { get; init; }
}
