using System.Text.RegularExpressions;

namespace InternLM3.Tests.House;

/// <summary>The source of this repository, as the rules of <see cref="HouseTests"/> look at it.</summary>
internal static partial class SourceTree
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of all products, relative to the root, with <c>/</c> between folders.</summary>
    public static IReadOnlyList<string> ProductFiles { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The namespace a file declares, or null.</summary>
    public static string? NamespaceOf(string text) => Namespace().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>The top-level types a file declares.</summary>
    public static IEnumerable<string> TypesOf(string text) => TopLevelType().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>The namespaces a file imports.</summary>
    public static IEnumerable<string> UsingsOf(string text) => Using().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>The names in a file's code that can be types: not those in comments and strings, and none behind a dot.</summary>
    public static IReadOnlySet<string> NamesIn(string text) =>
        Name().Matches(NoCode().Replace(text, " ")).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(public |internal )(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe|file) )*(?:class|struct|record struct|record|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    // Comments; raw, verbatim and plain strings without holes; the text of interpolated ones may stay, which only looks for more.
    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""""""[\s\S]*?""""""|@""(?:[^""]|"""")*""|(?<![$@])""(?:[^""\\\n]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?!\s*:(?!:)\s*[a-z])")]
    private static partial Regex Name();
}
