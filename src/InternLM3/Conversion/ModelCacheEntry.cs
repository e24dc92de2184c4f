namespace InternLM3.Conversion;

/// <summary>A folder in the cache of converted models.</summary>
/// <param name="Name">Its name in the cache: the precision and a key.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Bytes">The bytes of its files.</param>
/// <param name="State">What it is good for.</param>
/// <param name="InUse">Whether a process has it open, or is converting it.</param>
/// <param name="LastWrite">When it was made.</param>
public sealed record ModelCacheEntry(string Name, string Folder, long Bytes, CachedModelState State, bool InUse, DateTimeOffset LastWrite);
