using System.Text.RegularExpressions;

namespace InternLM3.Tests;

/// <summary>The rules that keep the source small and its arrows pointing one way.</summary>
public sealed partial class HouseTests
{
    private const int MaxLines = 400;

    // What is pure may not know what runs it, and conversion may not know the engine.
    private static readonly (string Folder, string[] Forbidden)[] s_arrows =
    [
        ("Tokenization", ["Chat", "Generation", "Onnx", "Output", "Sampling", "Constraints", "Tools", "Thinking"]),
        ("Sampling", ["Chat", "Generation", "Onnx", "Output", "Tokenization", "Tools", "Thinking"]),
        ("Thinking", ["Generation", "Onnx", "Sampling"]),
        ("Constraints", ["Chat", "Onnx", "Output", "Sampling", "Tools", "Thinking"]),
        ("Generation", ["Chat", "Onnx", "Output", "Tokenization", "Tools", "Thinking", "Conversion"]),
        ("Onnx", ["Chat", "Output", "Tokenization", "Tools", "Thinking", "Conversion"]),
        ("Download", ["Chat", "Generation", "Onnx", "Output", "Tokenization", "Tools", "Thinking"]),
        ("Conversion", ["Chat", "Generation", "Onnx", "Output", "Tools", "Thinking"]),
    ];

    private static readonly string s_root = FindRoot();

    public static TheoryData<string> Sources =>
        [.. Directory.EnumerateFiles(Path.Combine(s_root, "src"), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(s_root, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void SourceFiles_AreShort() =>
        Assert.DoesNotContain(Sources.Select(row => row.Data), file => File.ReadLines(Path.Combine(s_root, file)).Count() > MaxLines);

    [Fact]
    public void SourceFiles_HoldOneTopLevelTypeOfTheirName()
    {
        foreach (var file in Sources.Select(row => row.Data))
        {
            var types = TopLevelType().Matches(File.ReadAllText(Path.Combine(s_root, file))).Select(match => match.Groups["name"].Value).ToArray();
            Assert.True(
                types.Length == 0 || (types.Length == 1 && types[0] == Path.GetFileNameWithoutExtension(file)),
                $"{file} declares {string.Join(", ", types)}.");
        }
    }

    [Fact]
    public void SourceFolders_PointOneWay()
    {
        foreach (var (folder, forbidden) in s_arrows)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(s_root, "src", "InternLM3", folder), "*.cs", SearchOption.AllDirectories))
            {
                var text = File.ReadAllText(file);
                Assert.DoesNotContain(forbidden, other => text.Contains($"using InternLM3.{other}", StringComparison.Ordinal));
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^(public |internal )(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe|file) )*(?:class|struct|record struct|record|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
