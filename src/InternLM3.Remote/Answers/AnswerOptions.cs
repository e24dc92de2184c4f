using InternLM3.Thinking;

namespace InternLM3.Remote.Answers;

/// <summary>How an answer is read.</summary>
internal sealed record AnswerOptions
{
    /// <summary>How reasoning is reported.</summary>
    public ReasoningMode Reasoning { get; init; }

    /// <summary>Whether the request switches thinking on.</summary>
    public bool AsksToThink { get; init; }

    /// <summary>Whether reasoning is split off here, because the server only writes text.</summary>
    public bool Splits { get; init; }

    /// <summary>Whether calls are looked for in the text.</summary>
    public bool FindsCalls { get; init; }

    /// <summary>Whether the whole text is a call.</summary>
    public bool IsCall { get; init; }

    /// <summary>Whether the first call ends the answer.</summary>
    public bool SingleCall { get; init; }

    /// <summary>Strings that end the answer and are looked for here.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];
}
