using InternLM3.Thinking;

namespace InternLM3.Output;

/// <summary>How an answer is read.</summary>
internal sealed record OutputOptions
{
    /// <summary>Strings that end the answer.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>How reasoning is reported.</summary>
    public ReasoningMode Reasoning { get; init; }

    /// <summary>Whether calls are recognised; otherwise the marker tokens are ignored, and what they enclose is text.</summary>
    public bool FindCalls { get; init; }

    /// <summary>Whether the first call ends the answer.</summary>
    public bool SingleCall { get; init; }
}
