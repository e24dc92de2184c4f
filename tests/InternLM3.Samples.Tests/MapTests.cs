using System.Text.RegularExpressions;
using InternLM3.Samples.Tests.Support;

namespace InternLM3.Samples.Tests;

/// <summary>What the pages for contributors name is there: files, folders, members and the targets of links.</summary>
public sealed partial class MapTests
{
    private const string Map = "src/README.md";
    private const string Contributing = ".github/CONTRIBUTING.md";

    // The map leaves out what it would repeat in every line.
    private static readonly string[] s_bases = ["", "src/", "src/InternLM3/"];

    private static readonly Lazy<ILookup<string, string>> s_types = new(() => SourcesOf("src").Concat(SourcesOf("tests"))
        .ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal));

    /// <summary>Every page a reader of the repository is sent to.</summary>
    public static TheoryData<string> Pages =>
    [
        "README.md", "README.zh-CN.md", "CHANGELOG.md", Contributing, ".github/SECURITY.md", Map,
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => file != Map)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData(Map)]
    [InlineData(Contributing)]
    public void Paths_Each_AreThere(string page)
    {
        var paths = MarkdownText.CodeOf(Repository.Read(page)).Where(span => NamedPath().IsMatch(span)).ToArray();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(IsThere(path), $"{page} names {path}, which is not there."));
    }

    [Theory]
    [InlineData(Map)]
    [InlineData(Contributing)]
    public void Members_Each_AreInTheFileOfTheirType(string page) => Assert.All(
        MarkdownText.CodeOf(Repository.Read(page)).Select(span => NamedMember().Match(span)).Where(match => match.Success),
        match => Assert.True(
            HasMember(match.Groups["type"].Value, match.Groups["member"].Value), $"{page} names {match.Value}, which is not there."));

    [Fact]
    public void Locks_Each_AreOnTheMap()
    {
        var map = Repository.Read(Map);
        var files = SourcesOf("src").Where(file => Lock().IsMatch(File.ReadAllText(file))).Select(file => Path.GetFileName(file)).ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(
            map.Contains(file, StringComparison.Ordinal), $"{Map} does not say what the lock in {file} guards."));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_Each_LeadToAFile(string page)
    {
        var folder = page.Contains('/', StringComparison.Ordinal) ? page[..page.LastIndexOf('/')] + "/" : "";
        var targets = MarkdownText.RelativeLinksOf(Repository.Read(page));
        Assert.All(targets, target => Assert.True(Repository.Has(folder + target), $"{page} links to {target}, which is not there."));
    }

    // A file named alone, in the company of another path, may be anywhere.
    private static bool IsThere(string path) => s_bases.Any(start => Repository.Has(start + path))
        || (path.EndsWith(".cs", StringComparison.Ordinal) && s_types.Value.Contains(path[..^".cs".Length]));

    private static IEnumerable<string> SourcesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);

    // What is no type of ours (a namespace, a package) has no file.
    private static bool HasMember(string type, string member) => !s_types.Value.Contains(type)
        || s_types.Value[type].Any(file => Regex.IsMatch(File.ReadAllText(file), $@"\b{member}\b"));

    // A slash inside, or a name with the extension of a source file.
    [GeneratedRegex(@"^(?:\.?[\w*-][\w.*-]*(?:/\.?[\w*-][\w.*-]*)+/?|\.?[\w*-][\w.*-]*/|[\w.*-]+\.(?:cs|csproj|props|targets|md|sh|yml))$")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"^(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)(?:\(.*\))?$")]
    private static partial Regex NamedMember();

    [GeneratedRegex(@"\block \(|SemaphoreSlim \w+ = new|Channel\.Create|BlockingCollection<")]
    private static partial Regex Lock();
}
