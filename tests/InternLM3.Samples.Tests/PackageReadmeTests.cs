using System.Text.RegularExpressions;
using InternLM3.Samples.Tests.Support;

namespace InternLM3.Samples.Tests;

/// <summary>
/// A package's README is read on nuget.org, without the repository around it, and its blocks are pasted into a new project.
/// </summary>
public sealed partial class PackageReadmeTests
{
    private const string Tool = "InternLM3.Cli";

    /// <summary>Every package, by its name.</summary>
    public static TheoryData<string> Packages =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Readme_Each_HasNoRelativeLink(string package) => Assert.DoesNotMatch(RelativeLink(), Readme(package));

    /// <summary>What else is packed is read there too: its links stay among the pages of the package.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Pages_Each_LinkToPagesOfTheirPackageOnly(string package)
    {
        var folder = Path.Combine(Repository.Root, "src", package);
        var docs = Path.Combine(folder, "docs");
        string[] pages = [.. Directory.GetFiles(folder, "*.md"), .. Directory.Exists(docs) ? Directory.GetFiles(docs, "*.md") : []];
        foreach (var page in pages)
        {
            var parent = Path.GetDirectoryName(page)!;
            Assert.All(MarkdownText.RelativeLinksOf(File.ReadAllText(page)), target => Assert.True(
                pages.Contains(Path.GetFullPath(target, parent)), $"{page} links to {target}, outside of the package."));
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Readme_Each_SaysHowToInstallIt(string package) => Assert.Contains(
        package == Tool ? $"dotnet tool install -g {package}" : Install(package), LinesOf(package));

    /// <summary>What a block names has to be installed: its packages' namespaces, and a runtime where it loads a model.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Readme_Block_NeedsNothingTheReadmeDoesNotInstall(string package)
    {
        var blocks = SnippetText.BlocksOf(Readme(package));
        Assert.True(package == Tool || blocks.Count > 0, $"The README of {package} has no C# block.");
        var installed = LinesOf(package);
        foreach (var block in blocks)
        {
            var used = Packages.Select(row => row.Data).Where(other => block.Split('\n').Contains($"using {other};"));
            Assert.All(used.Where(other => !IsBroughtBy(package, other)), other => Assert.Contains(Install(other), installed));

            if (block.Contains("MapInternLM3OpenAI", StringComparison.Ordinal))
            {
                Assert.Contains(Install("InternLM3.AspNetCore"), installed);
            }

            if (block.Contains("InternLM3Tiny.CheckpointPath", StringComparison.Ordinal) && package != "InternLM3.Tiny")
            {
                Assert.Contains(Install("Microsoft.ML.OnnxRuntime"), installed);
            }
        }
    }

    private static string Readme(string package) => Repository.Read($"src/{package}/README.md");

    private static string[] LinesOf(string package) => Readme(package).Split('\n', StringSplitOptions.TrimEntries);

    private static string Install(string package) => $"dotnet add package {package}";

    private static bool IsBroughtBy(string package, string other) => other == package
        || Reference().Matches(Repository.Read($"src/{package}/{package}.csproj")).Any(match => IsBroughtBy(match.Groups[1].Value, other));

    [GeneratedRegex(@"<ProjectReference Include=""\.\./([\w.]+)/")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\((?![a-z]+:|#)")]
    private static partial Regex RelativeLink();
}
