using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    private static readonly (string File, CompilationUnitSyntax Syntax, MemberDeclarationSyntax[] Types)[] s_sources =
    [
        .. SourceTree.ProductFiles
            .Select(file => (File: file, Syntax: SourceTree.Parse(file)))
            .Select(source => (source.File, source.Syntax, SourceTree.TypesOf(source.Syntax).ToArray())),
    ];

    [Fact]
    public void SourceFiles_AreShort() => Faults.AreNone(SourceTree.ProductFiles
        .Select(file => (File: file, Lines: SourceTree.Read(file).Count(c => c == '\n')))
        .Where(source => source.Lines > MaxLines)
        .Select(source => $"{source.File} has {source.Lines} lines"));

    [Fact]
    public void SourceLines_FitOnAScreen() => Faults.AreNone(SourceTree.ProductFiles.SelectMany(file => SourceTree.Read(file).Split('\n')
        .Index().Where(line => line.Item.Length > MaxColumns).Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} columns")));

    [Fact]
    public void SourceFiles_HoldOneTopLevelTypeOfTheirName() => Faults.AreNone(s_sources
        .Select(source => (source.File, Types: source.Types.Select(NameOf).ToArray()))
        .Where(source => source.Types.Length > 1 || (source.Types.Length == 1 && source.Types[0] != Path.GetFileNameWithoutExtension(source.File)))
        .Select(source => $"{source.File} declares {string.Join(", ", source.Types)}"));

    /// <summary>A folder is a namespace; extension methods stand in the namespace of what they extend, and shared source in the core's.</summary>
    [Fact]
    public void SourceFiles_HaveTheirFoldersNamespace() => Faults.AreNone(s_sources
        .SelectMany(source => source.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>().Select(space => (source.File, Namespace: space.Name.ToString())))
        .Where(source => source.Namespace != NamespaceFor(source.File)
            && !(source.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal) && source.File.EndsWith("Extensions.cs", StringComparison.Ordinal)))
        .Select(source => $"{source.File} is in {source.Namespace}"));

    [Fact]
    public void SourceFiles_ImportForThemselvesAlone() => Faults.AreNone(s_sources
        .Where(source => source.Syntax.Usings.Any(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None)))
        .Select(source => $"{source.File} has a global using")
        .Concat(SourceTree.BuildFiles.SelectMany(file => SourceTree.Values(file, "Using").Select(name => $"{file} imports {name} everywhere"))));

    [Fact]
    public void SharedSource_HoldsNoPublicType() => Faults.AreNone(s_sources
        .Where(source => source.File.StartsWith("src/Shared/", StringComparison.Ordinal))
        .SelectMany(source => source.Types.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).Select(type => $"{source.File}: {NameOf(type)}")));

    [Fact]
    public void Projects_ReferenceWhatTheTableSays()
    {
        var found = SourceTree.BuildFiles.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => SourceTree.Values(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(s_projects.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, project => Assert.Equal(s_projects[project.Key], project.Value));
    }

    /// <summary>No reference by a side door: one that all projects get, an assembly without its project, another's source.</summary>
    [Fact]
    public void Projects_TakeNothingElse() => Faults.AreNone(SourceTree.BuildFiles
        .Where(file => !file.EndsWith(".csproj", StringComparison.Ordinal) && file != "src/Backend.targets")
        .SelectMany(file => SourceTree.Values(file, "ProjectReference").Select(reference => $"{file} references {reference}"))
        .Concat(SourceTree.BuildFiles.SelectMany(file => SourceTree.Values(file, "Reference").Select(reference => $"{file} references {reference}")))
        .Concat(SourceTree.BuildFiles.SelectMany(file => SourceTree.Values(file, "Compile")
            .Where(source => source.Contains("..", StringComparison.Ordinal) && !source.StartsWith("../Shared/", StringComparison.Ordinal))
            .Select(source => $"{file} compiles {source}"))));

    /// <summary>Friends of a product are tests, and the benchmarks.</summary>
    [Fact]
    public void Projects_OpenTheirInternalsToTestsAlone() => Faults.AreNone(SourceTree.BuildFiles
        .SelectMany(file => SourceTree.Values(file, "InternalsVisibleTo")
            .Where(friend => friend != "InternLM3.Benchmarks" && !friend.EndsWith(".Tests", StringComparison.Ordinal))
            .Concat(SourceTree.Values(file, "AssemblyAttribute").Where(attribute => attribute.Contains("InternalsVisibleTo", StringComparison.Ordinal)))
            .Select(friend => $"{file} -> {friend}"))
        .Concat(s_sources.Where(source => source.Syntax.ToString().Contains("InternalsVisibleTo", StringComparison.Ordinal))
            .Select(source => $"{source.File} has friends of its own")));

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax signature ? signature.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static string NamespaceFor(string file)
    {
        var folders = file.Split('/')[1..^1];
        return string.Join('.', folders[0] == "Shared" ? folders[1..].Prepend("InternLM3") : folders);
    }
}
