using System.Text.RegularExpressions;

namespace InternLM3.Samples.Tests.Support;

/// <summary>
/// C# of a README in the form in which it is compared: the using directives in their order, then the code without empty lines and
/// without the indentation its lines share.
/// </summary>
/// <remarks>
/// A README's <c>```csharp</c> block is a whole program with top-level statements. Its twin is a file <c>Snippets/Name.cs</c>, compiled
/// into the tests: the same using directives, then the code between <c>// &lt;snippet&gt;</c> and <c>// &lt;/snippet&gt;</c>, in the
/// body of <c>static Task RunAsync()</c> or <c>static void Run()</c> of a class <c>Name</c>. Types that follow the statements stand
/// outside of the class, in a second pair of markers. The namespace of the files is <c>ReadmeSnippets</c>, not one below
/// <c>InternLM3</c>, where a using directive that a user needs could be missing without an error.
/// </remarks>
public static partial class SnippetText
{
    /// <summary>The csharp blocks of a README.</summary>
    public static IReadOnlyList<string> BlocksOf(string readme) =>
        [.. Block().Matches(Lines(readme)).Select(match => Normalize(Usings(match.Groups[1].Value), [WithoutUsings(match.Groups[1].Value)]))];

    /// <summary>The snippet of a file in <c>Snippets</c>.</summary>
    public static string OfFile(string source)
    {
        var text = Lines(source);
        return Normalize(Usings(text), Region().Matches(text).Select(match => match.Groups[1].Value));
    }

    private static string Normalize(IEnumerable<string> usings, IEnumerable<string> parts) => string.Join('\n', [.. usings, .. parts.SelectMany(Outdent)]);

    private static IEnumerable<string> Outdent(string part)
    {
        string[] lines = [.. part.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))];
        var indentation = lines.Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return lines.Select(line => line[indentation..].TrimEnd());
    }

    private static IEnumerable<string> Usings(string code) => UsingDirective().Matches(code).Select(match => match.Groups[1].Value);

    private static string WithoutUsings(string code) => UsingDirective().Replace(code, "");

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    [GeneratedRegex(@"^[ \t]*```csharp[^\n]*\n(.*?)^[ \t]*```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ \t]*// <snippet>\n(.*?)^[ \t]*// </snippet>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    // A directive, not a using declaration: a name alone, or an alias.
    [GeneratedRegex(@"^[ \t]*(using (?:static )?(?:\w+ = )?[\w.]+;)[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();
}
