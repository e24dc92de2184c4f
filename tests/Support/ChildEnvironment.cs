namespace InternLM3.Tests.Support;

/// <summary>What a child process finds.</summary>
/// <param name="Variables">Its environment variables, beside those of the tests.</param>
/// <param name="Folder">Its working directory, or null for the tests' own.</param>
public sealed record ChildEnvironment(IReadOnlyDictionary<string, string> Variables, string? Folder = null);
