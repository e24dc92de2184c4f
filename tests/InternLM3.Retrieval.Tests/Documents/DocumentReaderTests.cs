using System.Text;
using InternLM3.Retrieval.Documents;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace InternLM3.Retrieval.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Fact]
    public void Read_PlainText_HasParagraphsAtTheirPlaces()
    {
        var document = Read("a.txt", "One line\r\nand a second. \r\n\r\n \n\n  深度学习。\n");

        Assert.Equal(["One line\r\nand a second.", "深度学习。"], Texts(document));
        Assert.Equal("a", document.Title);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void Read_Encodings_GiveTheSameText(string encoding, bool mark)
    {
        var kind = Encoding.GetEncoding(encoding);

        var document = DocumentReader.Read("a.txt", [.. mark ? kind.GetPreamble() : [], .. kind.GetBytes("你好, world")]);

        Assert.Equal("你好, world", document.Text);
    }

    [Fact]
    public void Read_NoUtf8_SaysWhatToDo() =>
        Assert.Contains("UTF-8", Assert.Throws<RetrievalException>(() => DocumentReader.Read("a.txt", [0xC4, 0xE3, 0xBA, 0xC3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Markdown_HasHeadingsListsTablesAndCode()
    {
        var document = Read("a.md", """
            ---
            draft: true
            ---
            # The *Title* #

            A paragraph
            of two lines.

            Second heading
            --------------

            - first
            - second
              1. nested

            > quoted

            | a | b |
            |---|---|
            | 1 | 2 |

            ```csharp
            # no heading
            ```
            """);

        Assert.Equal("The *Title*", document.Title);
        Assert.Equal(
            [(1, "The *Title*"), (0, "A paragraph\nof two lines."), (2, "Second heading"), (0, "first"), (0, "second"), (0, "nested"), (0, "quoted"), (0, "| a | b |\n|---|---|\n| 1 | 2 |"), (0, "```csharp\n# no heading\n```")],
            document.Blocks.Select(block => (block.Level, document.Text.Substring(block.Start, block.Length).ReplaceLineEndings("\n"))));
    }

    [Fact]
    public void Read_Html_HasWhatIsRead()
    {
        var document = Read("a.html", """
            <html><head><meta charset="utf-8"><title> The  page </title><style>p { color: red }</style></head><body>
            <nav>Home</nav><h1>Bridges &amp; towers</h1><p>It was <b>built</b>
            in&nbsp;1873.<br>Twice.</p><div hidden>secret</div><script>alert("x")</script><ul><li>one<li>two</ul>
            <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><pre>x
              y</pre><p>unclosed <i>text
            """);

        Assert.Equal("The page", document.Title);
        Assert.Equal(["Bridges & towers", "It was built in 1873.\nTwice.", "one", "two", "a | b", "1 | 2", "x\n  y", "unclosed text"], Texts(document));
        Assert.Equal(1, document.Blocks[0].Level);
    }

    [Fact]
    public void Read_HtmlNestedWithoutEnd_Ends()
    {
        var document = Read("a.html", string.Concat(Enumerable.Repeat("<div><b>", 20_000)) + "deep");

        Assert.True(document.Blocks.Count <= 1);
    }

    [Fact]
    public void Read_Pdf_KnowsItsPages()
    {
        var document = DocumentReader.Read("a.pdf", Pdf("The Zora Bridge was built in 1873.", "It is made of granite."));

        Assert.Equal([("The Zora Bridge was built in 1873.", 1), ("It is made of granite.", 2)], document.Blocks.Select(block => (document.Text.Substring(block.Start, block.Length), block.Page ?? 0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7 and nothing else")]
    [InlineData("not at all")]
    public void Read_DamagedPdf_IsOneSentence(string content) =>
        Assert.Contains("PDF", Assert.Throws<RetrievalException>(() => DocumentReader.Read("a.pdf", Encoding.ASCII.GetBytes(content))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_CutPdf_NeverRaisesAnythingElse()
    {
        var pdf = Pdf("The Zora Bridge was built in 1873.");
        for (var length = 0; length < pdf.Length; length += 97)
        {
            try
            {
                DocumentReader.Read("a.pdf", pdf[..length]);
            }
            catch (RetrievalException)
            {
            }
        }
    }

    /// <summary>A PDF of one line a page.</summary>
    internal static byte[] Pdf(params string[] pages)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            builder.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), font);
        }

        return builder.Build();
    }

    private static Document Read(string name, string text) => DocumentReader.Read(name, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Texts(Document document) => document.Blocks.Select(block => document.Text.Substring(block.Start, block.Length));
}
