namespace InternLM3.Tests.Support;

/// <summary>What a process left behind.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
