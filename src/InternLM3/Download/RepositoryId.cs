using System.Text.RegularExpressions;

namespace InternLM3.Download;

/// <summary>The name of a repository and, if one was given, of a revision: <c>owner/name[@revision]</c>.</summary>
/// <param name="Name"><c>owner/name</c>.</param>
/// <param name="Revision">A branch, tag or commit, or null for the main branch.</param>
internal sealed partial record RepositoryId(string Name, string? Revision)
{
    /// <summary>Reads a text; null when it is no repository id.</summary>
    public static RepositoryId? TryParse(string text)
    {
        var match = Pattern().Match(text);
        var revision = match.Groups["revision"];
        return match.Success && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("--", StringComparison.Ordinal)
            ? new RepositoryId(match.Groups["name"].Value, revision.Success ? revision.Value : null)
            : null;
    }

    /// <summary>Reads a text that must be a repository id.</summary>
    /// <exception cref="DownloadException">The text is no repository id.</exception>
    public static RepositoryId Parse(string text) => TryParse(text) ?? throw new DownloadException(
        DownloadFailure.InvalidRepository,
        $"\"{text}\" is no repository id; "
        + "it has the form owner/name or owner/name@revision, for example internlm/internlm3-8b-instruct.");

    /// <summary>The folder of the repository in a cache, as Hugging Face's tools name it.</summary>
    public string FolderName => $"models--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <inheritdoc/>
    public override string ToString() => Revision is null ? Name : $"{Name}@{Revision}";

    // What the hubs allow in names. A revision is also a file's name in the cache, so its parts begin with a letter or a digit.
    [GeneratedRegex(
        @"^(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95})"
        + @"(@(?<revision>[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
