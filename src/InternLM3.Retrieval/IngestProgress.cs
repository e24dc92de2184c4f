namespace InternLM3.Retrieval;

/// <summary>How far an ingest has come.</summary>
/// <param name="Files">Files done: written, found unchanged, or failed.</param>
/// <param name="TotalFiles">Files of the folder that can be read by their name.</param>
/// <param name="Name">The file done last.</param>
public sealed record IngestProgress(int Files, int TotalFiles, string Name);
