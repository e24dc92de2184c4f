namespace InternLM3.Retrieval.Citations;

/// <summary>The result of checking a citation.</summary>
public enum CitationStatus
{
    /// <summary>The passage supports the claim, by the rule of <see cref="CitationChecker"/>.</summary>
    Supported,

    /// <summary>The passage does not support the claim.</summary>
    Unsupported,

    /// <summary>There is no source with this number.</summary>
    UnknownSource,
}
