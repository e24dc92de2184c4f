namespace InternLM3.Retrieval;

/// <summary>A file an ingest could not read.</summary>
/// <param name="Name">The file's path within the folder.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record FailedFile(string Name, string Reason);
