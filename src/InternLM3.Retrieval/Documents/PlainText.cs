using System.Text.RegularExpressions;

namespace InternLM3.Retrieval.Documents;

/// <summary>Reads plain text as paragraphs between empty lines.</summary>
internal static partial class PlainText
{
    /// <summary>Reads a text; every character that is not white space is in a block.</summary>
    public static Document Read(string text) => new(text, Title: null, Blocks(text, 0, text.Length, page: null));

    /// <summary>The paragraphs of a part of a text.</summary>
    public static List<DocumentBlock> Blocks(string text, int start, int end, int? page)
    {
        var blocks = new List<DocumentBlock>();
        foreach (Match paragraph in Paragraph().Matches(text[start..end]))
        {
            blocks.Add(new DocumentBlock(start + paragraph.Index, paragraph.Length, Page: page));
        }

        return blocks;
    }

    // Consecutive lines that are not empty, without the white space at both ends.
    [GeneratedRegex(@"\S(?:[^\n]*\n(?=[^\S\n]*\S))*[^\n]*(?<=\S)")]
    private static partial Regex Paragraph();
}
