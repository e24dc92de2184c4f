using System.Xml.Linq;

namespace InternLM3.Tests.House;

/// <summary>The rules that keep the source small and its arrows pointing one way.</summary>
public sealed class HouseTests
{
    private const int MaxLines = 400;
    private const int MaxColumns = 140;

    // Who may reference whom among the products, besides packages. Nothing else; and every arrow here is there.
    private static readonly Dictionary<string, string[]> s_projects = new()
    {
        ["InternLM3"] = [],
        ["InternLM3.AspNetCore"] = ["InternLM3"],
        ["InternLM3.Cli"] =
        [
            "InternLM3", "InternLM3.AspNetCore", "InternLM3.Evaluation", "InternLM3.OnnxRuntimeGenAI", "InternLM3.Remote", "InternLM3.Tiny",
        ],
        ["InternLM3.Evaluation"] = ["InternLM3", "InternLM3.Mathematics"],
        ["InternLM3.Mathematics"] = ["InternLM3"],
        ["InternLM3.OnnxRuntimeGenAI"] = ["InternLM3"],
        ["InternLM3.Remote"] = ["InternLM3", "InternLM3.SemanticKernel"],
        ["InternLM3.Retrieval"] = ["InternLM3"],
        ["InternLM3.SemanticKernel"] = ["InternLM3"],
        ["InternLM3.Tiny"] = [],
    };

    [Fact]
    public void SourceFiles_AreShort() => Faults.AreNone(SourceTree.ProductFiles
        .Select(file => (File: file, Lines: SourceTree.Read(file).Count(c => c == '\n')))
        .Where(source => source.Lines > MaxLines)
        .Select(source => $"{source.File} has {source.Lines} lines"));

    [Fact]
    public void SourceLines_FitOnAScreen() => Faults.AreNone(SourceTree.ProductFiles.SelectMany(file => SourceTree.Read(file).Split('\n')
        .Index().Where(line => line.Item.Length > MaxColumns).Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} columns")));

    [Fact]
    public void SourceFiles_HoldOneTopLevelTypeOfTheirName() => Faults.AreNone(SourceTree.ProductFiles
        .Select(file => (File: file, Types: SourceTree.TypesOf(SourceTree.Read(file)).ToArray()))
        .Where(source => source.Types.Length > 1 || (source.Types.Length == 1 && source.Types[0] != Path.GetFileNameWithoutExtension(source.File)))
        .Select(source => $"{source.File} declares {string.Join(", ", source.Types)}"));

    /// <summary>A folder is a namespace; extension methods stand in the namespace of what they extend, and shared source in the core's.</summary>
    [Fact]
    public void SourceFiles_HaveTheirFoldersNamespace() => Faults.AreNone(SourceTree.ProductFiles
        .Select(file => (File: file, Namespace: SourceTree.NamespaceOf(SourceTree.Read(file))))
        .Where(source => source.Namespace is { } name && !name.StartsWith("Microsoft.", StringComparison.Ordinal) && name != NamespaceFor(source.File))
        .Select(source => $"{source.File} is in {source.Namespace}"));

    [Fact]
    public void SharedSource_HoldsNoPublicType() => Faults.AreNone(SourceTree.ProductFiles
        .Where(file => file.StartsWith("src/Shared/", StringComparison.Ordinal))
        .Where(file => SourceTree.Read(file).Contains("\npublic ", StringComparison.Ordinal)));

    [Fact]
    public void Projects_ReferenceWhatTheTableSays()
    {
        var found = Directory.GetFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            project => Path.GetFileNameWithoutExtension(project),
            project => XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(s_projects.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, project => Assert.Equal(s_projects[project.Key], project.Value));
    }

    /// <summary>Friends of a product are tests.</summary>
    [Fact]
    public void Projects_OpenTheirInternalsToTestsAlone() => Faults.AreNone(Directory
        .GetFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Append(Path.Combine(SourceTree.Root, "src", "Directory.Build.props"))
        .SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo")
            .Select(friend => friend.Attribute("Include")!.Value)
            .Where(friend => s_projects.ContainsKey(friend))
            .Select(friend => $"{Path.GetFileName(project)} -> {friend}")));

    private static string NamespaceFor(string file)
    {
        var folders = file.Split('/')[1..^1];
        return string.Join('.', folders[0] == "Shared" ? folders[1..].Prepend("InternLM3") : folders);
    }
}
