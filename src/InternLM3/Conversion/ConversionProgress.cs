namespace InternLM3.Conversion;

/// <summary>How far a conversion is.</summary>
/// <param name="Item">The tensor being written, or the file being copied or hashed.</param>
/// <param name="BytesDone">Bytes read for hashing and bytes written, so far.</param>
/// <param name="BytesTotal">The same for the whole conversion.</param>
/// <param name="BytesPerSecond">Bytes a second since the start; 0 while it is not known.</param>
/// <param name="Remaining">The time left at that rate, or null while it is not known.</param>
public readonly record struct ConversionProgress(
    string Item, long BytesDone, long BytesTotal, double BytesPerSecond = 0, TimeSpan? Remaining = null);
