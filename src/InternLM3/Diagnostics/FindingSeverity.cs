namespace InternLM3.Diagnostics;

/// <summary>What a finding means for a load.</summary>
public enum FindingSeverity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It loads, and something about it is worth knowing or mending.</summary>
    Warning,

    /// <summary>It would not load.</summary>
    Error,
}
