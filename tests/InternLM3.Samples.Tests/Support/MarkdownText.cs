using System.Text.RegularExpressions;

namespace InternLM3.Samples.Tests.Support;

/// <summary>What a Markdown page says beside its code.</summary>
public static partial class MarkdownText
{
    /// <summary>The spans of code in its sentences.</summary>
    public static IEnumerable<string> CodeOf(string page) =>
        CodeSpan().Matches(Fence().Replace(page, "")).Select(match => match.Groups[1].Value);

    /// <summary>The targets of its relative links, without what follows a <c>#</c>.</summary>
    public static IEnumerable<string> RelativeLinksOf(string page) =>
        RelativeLink().Matches(CodeSpan().Replace(Fence().Replace(page, ""), "")).Select(match => match.Groups["path"].Value);

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?![a-z]+:|#)(?<path>[^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
