namespace InternLM3.Retrieval;

/// <summary>What an ingest did.</summary>
/// <param name="Indexed">Files that were new or changed.</param>
/// <param name="Unchanged">Files whose content was indexed already.</param>
/// <param name="Removed">Files that are gone from the folder and have left the index.</param>
/// <param name="Failed">Files that could not be read, each with the reason; what the index had of them stays.</param>
public sealed record IngestReport(int Indexed, int Unchanged, int Removed, IReadOnlyList<FailedFile> Failed);
