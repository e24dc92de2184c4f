namespace InternLM3.Retrieval.Citations;

/// <summary>The citations of an answer, checked.</summary>
/// <param name="Citations">Every citation, in the order of the answer.</param>
/// <param name="Uncited">Sentences without a citation.</param>
public sealed record CitationReport(IReadOnlyList<Citation> Citations, IReadOnlyList<string> Uncited)
{
    /// <summary>Whether there are citations and all of them are supported.</summary>
    public bool IsSupported => Citations.Count > 0 && Citations.All(citation => citation.Status == CitationStatus.Supported);
}
