namespace InternLM3.Retrieval.Citations;

/// <summary>What was found of a citation.</summary>
public enum CitationStatus
{
    /// <summary>The passage has what the claim says, by the rule of <see cref="CitationChecker"/>.</summary>
    Supported,

    /// <summary>The passage does not have it.</summary>
    Unsupported,

    /// <summary>There is no source of this number.</summary>
    UnknownSource,
}
