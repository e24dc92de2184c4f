using InternLM3.Configuration;
using InternLM3.Storage;

namespace InternLM3.Conversion;

/// <summary>Lists and removes what <see cref="ModelCache"/> keeps. Safe while other processes convert, load and prune: what is in use stays.</summary>
public static class ModelCachePruning
{
    /// <summary>Lists the cache's folders by name.</summary>
    /// <param name="cacheDirectory">The directory; null for <see cref="ModelCache.DefaultDirectory"/>.</param>
    public static IReadOnlyList<ModelCacheEntry> List(string? cacheDirectory = null)
    {
        var directory = Path.GetFullPath(cacheDirectory ?? ModelCache.DefaultDirectory);
        return Directory.Exists(directory)
            ? [.. Directory.EnumerateDirectories(directory).Select(Describe).OfType<ModelCacheEntry>().OrderBy(entry => entry.Name, StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Removes a folder, unless it is in use.</summary>
    /// <param name="entry">What <see cref="List"/> gave.</param>
    /// <returns>Whether it is gone.</returns>
    /// <exception cref="InternLM3Exception">The system does not let it go.</exception>
    public static bool Remove(ModelCacheEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            var model = ModelOf(entry.Folder);
            using var use = FileLock.TryAcquire(model + ModelCache.UseExtension);
            using var conversion = use is null ? null : FileLock.TryAcquire(model + ModelCache.LockExtension);
            if (conversion is null)
            {
                return false;
            }

            // Renamed first: whoever looks meanwhile finds nothing, not half of it. What a crash leaves is a partial folder.
            var doomed = entry.State == CachedModelState.Partial ? entry.Folder : $"{model}.partial-{Guid.NewGuid():N}";
            if (doomed != entry.Folder)
            {
                Directory.Move(entry.Folder, doomed);
            }

            Directory.Delete(doomed, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InternLM3Exception($"{entry.Folder} cannot be removed ({e.Message}); close what uses it and try again.", e);
        }
    }

    private static ModelCacheEntry? Describe(string folder)
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

    // A partial folder belongs to the model it was to become.
    private static string ModelOf(string folder) =>
        Path.GetFileName(folder).IndexOf(".partial-", StringComparison.Ordinal) is var mark and > 0
            ? Path.Combine(Path.GetDirectoryName(folder)!, Path.GetFileName(folder)[..mark])
            : folder;
}
