namespace InternLM3.Retrieval.Documents;

/// <summary>A file as text with its structure; blocks are ranges of the text, in order, and do not overlap.</summary>
/// <param name="Text">
/// The text offsets count in: of plain text and Markdown the file's own (without a byte order mark), of HTML and PDF what was extracted.
/// </param>
/// <param name="Title">What the file calls itself, or null.</param>
/// <param name="Blocks">Headings, paragraphs, list items, tables, pieces of code.</param>
internal sealed record Document(string Text, string? Title, IReadOnlyList<DocumentBlock> Blocks);
