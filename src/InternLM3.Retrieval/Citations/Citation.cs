namespace InternLM3.Retrieval.Citations;

/// <summary>One citation in an answer.</summary>
/// <param name="Number">The number cited.</param>
/// <param name="AnswerOffset">The offset of its mark in the answer, in UTF-16 characters.</param>
/// <param name="Claim">The words the citation should support.</param>
/// <param name="Source">The passage with that number (file, offset and text), or null when there is none.</param>
/// <param name="Status">Whether the passage supports the claim.</param>
/// <param name="Missing">Numbers, names and words of the claim that the passage does not have.</param>
public sealed record Citation(
    int Number, int AnswerOffset, string Claim, Passage? Source, CitationStatus Status, IReadOnlyList<string> Missing);
