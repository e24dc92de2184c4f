namespace InternLM3.Diagnostics;

/// <summary>What an examination found.</summary>
/// <param name="Findings">The findings, in the order a load would meet them.</param>
public sealed record ModelReport(IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether a load with the same options would work, as far as can be told without loading.</summary>
    public bool WouldLoad => Findings.All(finding => finding.Severity != FindingSeverity.Error);
}
