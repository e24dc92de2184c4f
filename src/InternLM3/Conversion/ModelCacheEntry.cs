using InternLM3.Configuration;
using InternLM3.Storage;

namespace InternLM3.Conversion;

/// <summary>A folder in the cache of converted models.</summary>
/// <param name="Name">Its name in the cache: the precision and a key.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Bytes">The bytes of its files.</param>
/// <param name="State">What it is good for.</param>
/// <param name="InUse">Whether a process has it open, or is converting it.</param>
/// <param name="LastWrite">When it was made.</param>
public sealed record ModelCacheEntry(string Name, string Folder, long Bytes, CachedModelState State, bool InUse, DateTimeOffset LastWrite)
{
    /// <summary>The folder of the model: its own, or of a partial one that of the model it was to become.</summary>
    internal string Model => ModelOf(Folder);

    /// <summary>Describes a folder, or gives null when it is none of the cache's or is gone.</summary>
    internal static ModelCacheEntry? Of(string folder)
    {
        var model = ModelOf(folder);
        if (model == folder && !File.Exists(Path.Combine(folder, ModelFolder.Manifest)))
        {
            return null; // Something of the user's, or the downloads of ModelScope.
        }

        try
        {
            var state = model != folder ? CachedModelState.Partial : ModelCache.IsComplete(folder) ? CachedModelState.Complete
                : ModelManifest.FormatVersionOf(folder) is { } version && version != ModelManifest.CurrentFormatVersion ? CachedModelState.OtherFormat : CachedModelState.Damaged;
            return new ModelCacheEntry(
                Path.GetFileName(folder), folder, new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length), state, IsInUse(model), Directory.GetLastWriteTimeUtc(folder));
        }
        catch (DirectoryNotFoundException)
        {
            return null; // Another process removed it.
        }
    }

    private static bool IsInUse(string model)
    {
        try
        {
            using var use = FileLock.TryAcquire(model + ModelCache.UseExtension);
            using var conversion = FileLock.TryAcquire(model + ModelCache.LockExtension);
            return use is null || conversion is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // A cache that cannot be written; removing will say so.
        }
    }

    private static string ModelOf(string folder) =>
        Path.GetFileName(folder).IndexOf(".partial-", StringComparison.Ordinal) is var mark and > 0
            ? Path.Combine(Path.GetDirectoryName(folder)!, Path.GetFileName(folder)[..mark])
            : folder;
}
