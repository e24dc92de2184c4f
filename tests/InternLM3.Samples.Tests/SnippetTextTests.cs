using InternLM3.Samples.Tests.Support;

namespace InternLM3.Samples.Tests;

public sealed class SnippetTextTests
{
    private const string Source = """
        using System.Text;

        namespace ReadmeSnippets;

        internal static class Twin
        {
            public static void Run()
            {
                // <snippet>
                using var cat = new Cat();
                if (cat.Sleeps)
                {
                    Console.WriteLine("z");
                }
                // </snippet>
            }
        }

        // <snippet>
        class Cat;
        // </snippet>
        """;

    [Fact]
    public void BlocksOf_SameProgramAsFile_IsEqual()
    {
        var block = "\n```csharp\nusing System.Text;\n\nusing var cat = new Cat();\nif (cat.Sleeps)\n{\n    Console.WriteLine(\"z\");\n}\n\nclass Cat;\n```\n";
        Assert.Equal([SnippetText.OfFile(Source)], SnippetText.BlocksOf(block));
        Assert.Equal([SnippetText.OfFile(Source)], SnippetText.BlocksOf(block.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("using System.Text;", "using System.IO;")]
    [InlineData("using System.Text;\n", "")]
    [InlineData("\"z\"", "\"Z\"")]
    [InlineData("    Console", "Console")]
    [InlineData("class Cat;", "class Dog;")]
    public void BlocksOf_OtherProgram_Differs(string what, string instead)
    {
        var block = "```csharp\nusing System.Text;\n\nusing var cat = new Cat();\nif (cat.Sleeps)\n{\n    Console.WriteLine(\"z\");\n}\n\nclass Cat;\n```";
        Assert.NotEqual([SnippetText.OfFile(Source)], SnippetText.BlocksOf(block.Replace(what, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void BlocksOf_OtherLanguages_AreLeftOut() => Assert.Empty(SnippetText.BlocksOf("```\na\n```\n```bash\nb\n```\n```json\n{}\n```"));
}
