using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace InternLM3.Retrieval.Documents;

/// <summary>
/// Reads HTML, parsed by AngleSharp as browsers parse it: the visible text, without scripts, styles, navigation and hidden elements.
/// Nothing is executed and nothing is loaded.
/// </summary>
internal sealed class HtmlText
{
    // The walk is recursive; no real page is nested deeper.
    private const int MaxDepth = 500;

    private static readonly HashSet<string> s_left =
    [
        "SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD", "NAV", "IFRAME", "OBJECT", "SVG", "BUTTON", "SELECT", "TEXTAREA", "INPUT",
    ];

    private static readonly HashSet<string> s_blocks =
    [
        "P", "DIV", "SECTION", "ARTICLE", "MAIN", "ASIDE", "HEADER", "FOOTER", "ADDRESS",
        "BLOCKQUOTE", "PRE", "UL", "OL", "LI", "DL", "DT", "DD", "TABLE", "CAPTION",
        "THEAD", "TBODY", "TFOOT", "TR", "FIGURE", "FIGCAPTION", "FORM", "FIELDSET",
        "DETAILS", "SUMMARY", "HR", "H1", "H2", "H3", "H4", "H5", "H6", "BODY", "HTML",
    ];

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private readonly List<DocumentBlock> _blocks = [];

    private HtmlText()
    {
    }

    /// <summary>Reads a page; the character set is taken from the page.</summary>
    public static Document Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var page = new HtmlParser().ParseDocument(stream);
        var reader = new HtmlText();
        if (page.DocumentElement is { } root)
        {
            reader.Walk(root, level: 0, verbatim: false, depth: 0);
            reader.EndBlock(0);
        }

        var title = Flatten(page.Title ?? "");
        return new Document(reader._text.ToString(), title.Length > 0 ? title : null, reader._blocks);
    }

    private void Walk(INode node, int level, bool verbatim, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText text:
                    _line.Append(verbatim ? text.Data : Flatten(text.Data, keepEnds: true));
                    break;
                case IElement element when !IsLeft(element) && depth < MaxDepth:
                    WalkElement(element, level, verbatim, depth + 1);
                    break;
            }
        }
    }

    private void WalkElement(IElement element, int level, bool verbatim, int depth)
    {
        if (element.TagName is "BR")
        {
            _line.Append('\n');
            return;
        }

        if (element.TagName is "TD" or "TH" && _line.Length > 0)
        {
            _line.Append(" | ");
        }

        if (!s_blocks.Contains(element.TagName))
        {
            Walk(element, level, verbatim, depth);
            return;
        }

        EndBlock(level);
        var inner = element.TagName is ['H', >= '1' and <= '6'] ? element.TagName[1] - '0' : level;
        Walk(element, inner, verbatim || element.TagName is "PRE", depth);
        EndBlock(inner);
    }

    private void EndBlock(int level)
    {
        var block = string.Join('\n', _line.ToString().Split('\n').Select(line => line.TrimEnd())).Trim();
        _line.Clear();
        if (block.Length > 0)
        {
            _text.Append(_text.Length > 0 ? "\n\n" : "");
            _blocks.Add(new DocumentBlock(_text.Length, block.Length, level));
            _text.Append(block);
        }
    }

    private static bool IsLeft(IElement element) =>
        s_left.Contains(element.TagName.ToUpperInvariant())
        || element.HasAttribute("hidden")
        || element.GetAttribute("aria-hidden") == "true";

    private static string Flatten(string text, bool keepEnds = false)
    {
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return !keepEnds || text.Length == 0 ? flat
            : flat.Length == 0 ? " "
            : (char.IsWhiteSpace(text[0]) ? " " : "") + flat + (char.IsWhiteSpace(text[^1]) ? " " : "");
    }
}
