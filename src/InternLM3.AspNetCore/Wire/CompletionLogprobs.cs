namespace InternLM3.AspNetCore.Wire;

/// <summary>Log-probabilities in the four parallel lists of OpenAI's older API.</summary>
internal sealed record CompletionLogprobs
{
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Null for a token that follows nothing.</summary>
    public required IReadOnlyList<float?> TokenLogprobs { get; init; }

    public required IReadOnlyList<IReadOnlyDictionary<string, float>?> TopLogprobs { get; init; }

    /// <summary>Where each token begins in the text, in UTF-16 characters.</summary>
    public required IReadOnlyList<int> TextOffset { get; init; }
}
