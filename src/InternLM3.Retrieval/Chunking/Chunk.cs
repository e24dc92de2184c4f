namespace InternLM3.Retrieval.Chunking;

/// <summary>A range of a document's text, at most as long as the index allows.</summary>
/// <param name="Start">Its offset in the text, in UTF-16 characters.</param>
/// <param name="Length">Its length.</param>
/// <param name="Heading">The headings it stands under, outermost first, joined by <c> &gt; </c>; empty for none.</param>
/// <param name="Page">The page of a PDF, from 1, or null.</param>
internal readonly record struct Chunk(int Start, int Length, string Heading, int? Page);
