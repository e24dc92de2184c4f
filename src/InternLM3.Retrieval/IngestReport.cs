namespace InternLM3.Retrieval;

/// <summary>The result of an ingest.</summary>
/// <param name="Indexed">The number of files that were new or changed.</param>
/// <param name="Unchanged">The number of files whose content was indexed already.</param>
/// <param name="Removed">The number of files that are gone from the folder and were removed from the index.</param>
/// <param name="Failed">The files that could not be read, with the reason; their former passages stay in the index.</param>
public sealed record IngestReport(int Indexed, int Unchanged, int Removed, IReadOnlyList<FailedFile> Failed);
