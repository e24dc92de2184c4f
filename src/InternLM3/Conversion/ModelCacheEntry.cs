using InternLM3.Configuration;
using InternLM3.Storage;

namespace InternLM3.Conversion;

/// <summary>A folder in the cache of converted models.</summary>
/// <param name="Name">Its name in the cache: the precision and a key.</param>
/// <param name="Folder">Its full path.</param>
/// <param name="Bytes">The bytes of its files.</param>
/// <param name="State">Its state.</param>
/// <param name="InUse">Whether a process has it open, or is converting it.</param>
/// <param name="LastWrite">When the folder was last written.</param>
public sealed record ModelCacheEntry(string Name, string Folder, long Bytes, CachedModelState State, bool InUse, DateTimeOffset LastWrite)
{
    /// <summary>The folder of the model: its own, or for a partial folder that of the model it was to become.</summary>
    internal string Model => ModelOf(Folder);

    /// <summary>Describes a folder; null when it is not one of the cache's, or is gone.</summary>
    internal static ModelCacheEntry? Of(string folder)
    {
        var model = ModelOf(folder);
        if (model == folder && !File.Exists(Path.Combine(folder, ModelFolder.Manifest)))
        {
            return null; // Something of the user's, or the downloads of ModelScope.
        }

        try
        {
            var state = model != folder ? CachedModelState.Partial
                : ModelCache.IsComplete(folder) ? CachedModelState.Complete
                : ModelManifest.FormatVersionOf(folder) is { } version && version != ModelManifest.CurrentFormatVersion
                    ? CachedModelState.OtherFormat
                : CachedModelState.Damaged;
            var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
            return new ModelCacheEntry(
                Path.GetFileName(folder), folder, bytes, state, IsInUse(model), Directory.GetLastWriteTimeUtc(folder));
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
