using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InternLM3.Tests.House;

/// <summary>The source of this repository, as the rules of <see cref="HouseTests"/> look at it.</summary>
internal static class SourceTree
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of all products, relative to the root, with <c>/</c> between folders.</summary>
    public static IReadOnlyList<string> ProductFiles { get; } = FilesOf("src", "*.cs");

    /// <summary>What builds the products: their projects, and the props and targets that these import.</summary>
    public static IReadOnlyList<string> BuildFiles { get; } =
    [
        .. FilesOf("src", "*.csproj"), .. FilesOf("src", "*.props"), .. FilesOf("src", "*.targets"), "Directory.Build.props", "Directory.Packages.props",
    ];

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>A C# file as the compiler reads it.</summary>
    public static CompilationUnitSyntax Parse(string file) => CSharpSyntaxTree.ParseText(Read(file), path: file).GetCompilationUnitRoot();

    /// <summary>The types a C# file declares outside of other types.</summary>
    public static IEnumerable<MemberDeclarationSyntax> TypesOf(CompilationUnitSyntax file) => file.DescendantNodes(node => node is not TypeDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>The values of an attribute of all elements of a name in a build file, lists taken apart.</summary>
    public static IEnumerable<string> Values(string buildFile, string element, string attribute = "Include") => XDocument
        .Load(Path.Combine(Root, buildFile)).Descendants(element)
        .SelectMany(found => found.Attribute(attribute)?.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        .Select(value => value.Replace('\\', '/'));

    private static string[] FilesOf(string folder, string pattern) => [.. Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}
