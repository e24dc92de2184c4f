namespace InternLM3.Download;

/// <summary>How far a download is.</summary>
/// <param name="File">The file that bytes arrived for, or that was found here already.</param>
/// <param name="BytesDone">Bytes of all files that are here.</param>
/// <param name="BytesTotal">Bytes of all files that are wanted; grows once, when an index names the weights.</param>
/// <param name="BytesPerSecond">Bytes a second that arrived since the start; 0 while none did.</param>
/// <param name="Remaining">The time left at that rate, or null while it is not known.</param>
public readonly record struct DownloadProgress(string File, long BytesDone, long BytesTotal, double BytesPerSecond, TimeSpan? Remaining);
