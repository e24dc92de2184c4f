using System.Reflection;
using InternLM3.Samples.Tests.Support;

namespace InternLM3.Samples.Tests;

/// <summary>Every C# block of a README is compiled and runs; <see cref="SnippetText"/> says how.</summary>
public sealed class ReadmeTests
{
    private static readonly Dictionary<string, string> s_snippets = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Snippets"), "*.cs")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => SnippetText.OfFile(File.ReadAllText(file)));

    public static TheoryData<string> Snippets => [.. s_snippets.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Readmes
    {
        get
        {
            var root = Path.Combine(AppContext.BaseDirectory, "Readmes");
            return [.. Directory.GetFiles(root, "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Readme_EveryBlock_IsOneSnippet(string readme)
    {
        foreach (var block in Blocks(readme))
        {
            Assert.True(s_snippets.Values.Count(snippet => snippet == block) == 1, $"No file in Snippets, or more than one, has this block of {readme}:\n{block}");
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_Each_IsInAReadme(string name)
    {
        Assert.NotEmpty(s_snippets[name]);
        Assert.Contains(s_snippets[name], Readmes.SelectMany(readme => Blocks(readme.Data)));
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Snippet_Run_EndsAndPrints(string name)
    {
        var type = typeof(ReadmeTests).Assembly.GetType($"ReadmeSnippets.{name}", throwOnError: true)!;
        var method = type.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static) ?? type.GetMethod("Run", BindingFlags.Public | BindingFlags.Static);
        Assert.NotNull(method);
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            if (method.Invoke(null, null) is Task task)
            {
                await task;
            }
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.NotEmpty(output.ToString().Trim());
    }

    private static IReadOnlyList<string> Blocks(string readme) =>
        SnippetText.BlocksOf(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Readmes", readme)));
}
