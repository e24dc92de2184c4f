namespace InternLM3.Diagnostics;

/// <summary>One thing an examination found.</summary>
/// <param name="Severity">What it means for a load.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Message">What was found, and what to do where something should be done.</param>
public sealed record Finding(FindingSeverity Severity, string Subject, string Message);
