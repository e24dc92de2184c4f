namespace InternLM3.Retrieval.Documents;

/// <summary>A file as text with its structure; blocks are ranges of the text, in order, and do not overlap.</summary>
/// <param name="Text">
/// The text that offsets refer to: for plain text and Markdown the file's own (without a byte order mark), for HTML and PDF the extracted
/// text.
/// </param>
/// <param name="Title">The title given in the file, or null.</param>
/// <param name="Blocks">Headings, paragraphs, list items, tables, pieces of code.</param>
internal sealed record Document(string Text, string? Title, IReadOnlyList<DocumentBlock> Blocks);
