namespace InternLM3.Retrieval.Documents;

/// <summary>One block of a document.</summary>
/// <param name="Start">Its offset in the text, in UTF-16 characters.</param>
/// <param name="Length">Its length.</param>
/// <param name="Level">1 to 6 for a heading, 0 for everything else.</param>
/// <param name="Page">The page of a PDF, from 1, or null.</param>
internal readonly record struct DocumentBlock(int Start, int Length, int Level = 0, int? Page = null)
{
    /// <summary>The offset after its last character.</summary>
    public int End => Start + Length;
}
