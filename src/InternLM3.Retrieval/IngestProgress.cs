namespace InternLM3.Retrieval;

/// <summary>The progress of an ingest.</summary>
/// <param name="Files">The number of files done: written, found unchanged, or failed.</param>
/// <param name="TotalFiles">The number of files in the folder with a readable extension.</param>
/// <param name="Name">The file done last, as a path within the folder.</param>
public sealed record IngestProgress(int Files, int TotalFiles, string Name);
