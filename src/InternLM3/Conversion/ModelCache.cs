using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Storage;

namespace InternLM3.Conversion;

/// <summary>
/// Model folders made from checkpoints, kept on the disk so that each checkpoint is converted once. Safe for any number of processes and
/// threads at once: one converts, the others wait for it, all get the same folder.
/// </summary>
/// <remarks>
/// A folder's name is the precision and a SHA-256 over the folder format, the resolved options and, for each of the checkpoint's files,
/// name, length and content. Of a file above 64 MiB the time of its last change and its first MiB stand for the content, because hashing
/// gigabytes at every start would take seconds; changing such a file in place without changing length, first MiB and time is not noticed.
/// Nothing but damaged folders is removed unasked; <see cref="Remove"/> is for the rest.
/// </remarks>
public static class ModelCache
{
    /// <summary>The environment variable that names the cache directory.</summary>
    public const string DirectoryVariable = "INTERNLM3_CACHE";

    /// <summary>The extension of the file a conversion locks.</summary>
    internal const string LockExtension = ".lock";

    /// <summary>The extension of the file that everyone who has the model open locks shared.</summary>
    internal const string UseExtension = ".use";

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);

    private const long HashedCompletely = 64L << 20;
    private const int HashedStart = 1 << 20;

    /// <summary>
    /// Where converted models are kept: <c>INTERNLM3_CACHE</c> if set, else <c>internlm3</c> in the user's local application data
    /// (on Linux <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>), else in <c>$XDG_CACHE_HOME</c>.
    /// </summary>
    /// <exception cref="InternLM3Exception">The user has no such directory and the variable is not set.</exception>
    public static string DefaultDirectory
    {
        get
        {
            if (Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } named)
            {
                return Path.GetFullPath(named);
            }

            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            var parent = data.Length > 0 ? data : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return string.IsNullOrEmpty(parent)
                ? throw new InternLM3Exception(
                    $"This user has no directory for application data; set {DirectoryVariable} to a directory for converted models.")
                : Path.Combine(parent, "internlm3");
        }
    }

    /// <summary>Returns the model folder of a checkpoint, which is converted if this was not done before.</summary>
    /// <param name="checkpointFolder">The checkpoint.</param>
    /// <param name="options">What to make of it.</param>
    /// <param name="cacheDirectory">Where to keep it; null for <see cref="DefaultDirectory"/>.</param>
    /// <param name="progress">Receives the progress of the conversion, if this call makes it.</param>
    /// <param name="cancellationToken">Stops the conversion, or the wait for another one.</param>
    /// <returns>The model folder, complete by the quick check of sizes.</returns>
    /// <exception cref="ModelFormatException">The checkpoint is incomplete, damaged or not supported.</exception>
    /// <exception cref="InternLM3Exception">The cache directory cannot be written.</exception>
    public static async Task<string> GetOrConvertAsync(
        string checkpointFolder,
        ConversionOptions options,
        string? cacheDirectory = null,
        IProgress<ConversionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        ArgumentNullException.ThrowIfNull(options);
        using var model = await OpenAsync(checkpointFolder, options, cacheDirectory, progress, cancellationToken).ConfigureAwait(false);
        return model.Folder;
    }

    /// <summary>Lists the folders of the cache by name. Safe while other processes convert, load and remove.</summary>
    /// <param name="cacheDirectory">The directory; null for <see cref="DefaultDirectory"/>.</param>
    public static IReadOnlyList<ModelCacheEntry> List(string? cacheDirectory = null)
    {
        var directory = Path.GetFullPath(cacheDirectory ?? DefaultDirectory);
        return Directory.Exists(directory)
            ?
            [
                .. Directory.EnumerateDirectories(directory)
                    .Select(ModelCacheEntry.Of)
                    .OfType<ModelCacheEntry>()
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>Removes a folder, unless it is in use. Safe while other processes convert, load and remove.</summary>
    /// <param name="entry">An entry that <see cref="List"/> returned.</param>
    /// <returns>Whether it was removed; false when it is in use.</returns>
    /// <exception cref="InternLM3Exception">The system refuses to remove it.</exception>
    public static bool Remove(ModelCacheEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            var model = entry.Model;
            using var use = FileLock.TryAcquire(model + UseExtension);
            using var conversion = use is null ? null : FileLock.TryAcquire(model + LockExtension);
            if (conversion is null)
            {
                return false;
            }

            // Renamed first, so that others find nothing rather than half of it. What a crash leaves is a partial folder.
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

    /// <summary>As <see cref="GetOrConvertAsync"/>; until the result is disposed <see cref="Remove"/> leaves the folder.</summary>
    internal static async Task<CachedModel> OpenAsync(
        string checkpointFolder,
        ConversionOptions options,
        string? cacheDirectory,
        IProgress<ConversionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var directory = Path.GetFullPath(cacheDirectory ?? DefaultDirectory);
        var checkpoint = Path.GetFullPath(checkpointFolder);
        var (plan, name) = await Task.Run(
            () =>
            {
                var plan = ConversionPlan.Resolve(checkpoint, options);
                return (plan, NameOf(checkpoint, plan, cancellationToken));
            },
            cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(directory, name);
        var use = await ShareAsync(folder + UseExtension, cancellationToken).ConfigureAwait(false);
        try
        {
            await CompleteAsync(checkpoint, plan, directory, folder, progress, cancellationToken).ConfigureAwait(false);
            return new CachedModel(folder, use);
        }
        catch
        {
            use?.Dispose();
            throw;
        }
    }

    private static async Task CompleteAsync(
        string checkpointFolder,
        ConversionPlan plan,
        string directory,
        string folder,
        IProgress<ConversionProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (IsComplete(folder))
        {
            return;
        }

        using (await LockAsync(directory, folder + LockExtension, cancellationToken).ConfigureAwait(false))
        {
            if (!IsComplete(folder))
            {
                RemoveLeftovers(directory, folder);
                await CheckpointConverter.ConvertAsync(plan, checkpointFolder, folder, progress, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A cache that cannot be written needs no protection from removals.
    private static async Task<IDisposable?> ShareAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            IDisposable? use;
            while ((use = FileLock.TryShare(path)) is null)
            {
                await Task.Delay(s_retry, cancellationToken).ConfigureAwait(false);
            }

            return use;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a folder is whole, by the quick check of sizes, and of the format of this version.</summary>
    internal static bool IsComplete(string folder)
    {
        if (!File.Exists(Path.Combine(folder, ModelFolder.Manifest)))
        {
            return false;
        }

        try
        {
            ModelManifest.Check(folder);
            return true;
        }
        catch (ModelFormatException)
        {
            // Cut or changed since it was made: it can be made again.
            return false;
        }
    }

    /// <summary>The name of a checkpoint's folder; options that come to the same plan share one.</summary>
    internal static string NameOf(string checkpointFolder, ConversionPlan plan, CancellationToken cancellationToken)
    {
        const int KeyBytes = 16;
        var precision = ConversionPlan.NameOf(plan.Precision);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var target = ConversionPlan.NameOf(plan.Target);
        Text(hash, $"internlm3 {ModelManifest.CurrentFormatVersion} {precision} {target} {string.Join(' ', plan.Settings)}");
        try
        {
            var buffer = new byte[HashedStart];
            foreach (var name in Checkpoint.FilesOf(checkpointFolder))
            {
                Text(hash, name);
                AddFile(hash, Path.Combine(checkpointFolder, name), buffer, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InternLM3Exception($"The checkpoint {checkpointFolder} cannot be read ({e.Message}); check its permissions.", e);
        }

        return $"{precision}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, KeyBytes))}";
    }

    private static void AddFile(IncrementalHash hash, string path, byte[] buffer, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var whole = length <= HashedCompletely;
        Number(hash, length);
        Number(hash, whole ? 0 : File.GetLastWriteTimeUtc(file).Ticks);
        var end = whole ? length : HashedStart;
        for (var offset = 0L; offset < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset));
            SafetensorsFile.ReadFully(file, path, offset, part);
            hash.AppendData(part);
            offset += part.Length;
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static async Task<IDisposable> LockAsync(string directory, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await FileLock.AcquireAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InternLM3Exception(
                $"The model cache {directory} cannot be written ({e.Message}); set {DirectoryVariable} to a directory that can.", e);
        }
    }

    // Called with the lock held: removes a damaged folder, and partial ones of processes that were killed.
    private static void RemoveLeftovers(string directory, string folder)
    {
        string[] leftovers =
        [
            .. Directory.GetDirectories(directory, CheckpointConverter.PartialPattern(folder)),
            .. Directory.Exists(folder) ? [folder] : (string[])[],
        ];
        foreach (var leftover in leftovers)
        {
            try
            {
                Directory.Delete(leftover, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InternLM3Exception(
                    $"The damaged model folder {leftover} cannot be removed from the cache ({e.Message}); "
                    + "close what uses it and delete it.",
                    e);
            }
        }
    }
}
