namespace InternLM3.AspNetCore.Wire;

/// <summary>One answer.</summary>
internal sealed record ChatChoice
{
    public required int Index { get; init; }

    public required ResponseMessage Message { get; init; }

    public ChoiceLogprobs? Logprobs { get; init; }

    public required string FinishReason { get; init; }

    public IReadOnlyList<int>? TokenIds { get; init; }
}
