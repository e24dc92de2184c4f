namespace InternLM3.AspNetCore.Wire;

/// <summary>The answer of POST /tokenize.</summary>
internal sealed record TokenizeResponse
{
    public required int Count { get; init; }

    public required int MaxModelLen { get; init; }

    public required IReadOnlyList<int> Tokens { get; init; }

    public IReadOnlyList<string>? TokenStrs { get; init; }
}
