namespace InternLM3.Retrieval;

/// <summary>A part of a document, found by a search.</summary>
public sealed record Passage
{
    /// <summary>The passage's id in its store.</summary>
    public required string Id { get; init; }

    /// <summary>The file's full path.</summary>
    public required string File { get; init; }

    /// <summary>The file's path within the folder it was ingested from, with <c>/</c> on every system.</summary>
    public required string Name { get; init; }

    /// <summary>The document's title: its own, or the file's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>The headings the passage stands under, outermost first, joined by <c> &gt; </c>; empty for none.</summary>
    public string Heading { get; init; } = "";

    /// <summary>The text, exactly as in the document.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The offset of the text, in UTF-16 characters: for plain text and Markdown in the file itself, without a byte order mark; for HTML
    /// and PDF in the extracted text.
    /// </summary>
    public required int Offset { get; init; }

    /// <summary>The page of a PDF, from 1, or null.</summary>
    public int? Page { get; init; }

    /// <summary>How well the passage matches the query, higher is better; comparable only within one search.</summary>
    public double Score { get; init; }

    /// <summary>
    /// A link to the passage: the file's address with a fragment, <c>#char=from,to</c> (RFC 5147) or, for PDF, <c>#page=n</c> (RFC 8118).
    /// </summary>
    public string Link => new Uri(System.IO.Path.GetFullPath(File)).AbsoluteUri
        + (Page is { } page
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#page={page}")
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#char={Offset},{Offset + Text.Length}"));
}
