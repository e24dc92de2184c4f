using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InternLM3.Tests.House;

/// <summary>The core as the compiler sees it: which file uses a type, or a member of a type, that another file declares.</summary>
internal static class CoreSymbols
{
    // What the SDK adds to every project; the core adds none of its own.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>Every use of a type across two files: where it is used, where the type is declared, and its name. Documentation counts for nothing.</summary>
    public static IEnumerable<(string File, string DeclaredIn, string Type)> Uses(IEnumerable<string> files)
    {
        SyntaxTree[] trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(SourceTree.Read(file), path: file))];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("InternLM3", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("InternLM3", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], references);
        return trees.AsParallel().AsOrdered().SelectMany(tree => UsesOf(tree, compilation.GetSemanticModel(tree))).Distinct();
    }

    private static IEnumerable<(string File, string DeclaredIn, string Type)> UsesOf(SyntaxTree tree, SemanticModel model) => tree.GetRoot()
        .DescendantNodes()
        .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax)
        .Select(node => model.GetSymbolInfo(node))
        .Select(found => found.Symbol ?? found.CandidateSymbols.FirstOrDefault())
        .Select(symbol => (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition)
        .OfType<INamedTypeSymbol>()
        .SelectMany(type => type.DeclaringSyntaxReferences.Select(declaration => (tree.FilePath, declaration.SyntaxTree.FilePath, type.Name)))
        .Where(use => use.Item1 != use.Item2 && use.Item2.Length > 0);
}
