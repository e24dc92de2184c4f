using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;

namespace InternLM3.Conversion;

/// <summary>
/// Model folders made from checkpoints, kept on the disk so that each checkpoint is converted once. Safe for any number of processes and
/// threads at once: one converts, the others wait for it, all get the same folder.
/// </summary>
/// <remarks>
/// A folder's name is the precision and a SHA-256 over the folder format, all that the options come to and, for each of the checkpoint's files, name,
/// length and content. Of a file above 64 MiB the time of its last change and its first MiB stand for the content, because hashing
/// gigabytes at every start would take seconds; changing such a file in place without changing length, first MiB and time is not noticed.
/// Nothing is ever removed but what is damaged: delete folders, or the whole directory, whenever no process uses it.
/// </remarks>
public static class ModelCache
{
    /// <summary>The environment variable that names the cache directory.</summary>
    public const string DirectoryVariable = "INTERNLM3_CACHE";

    private const long HashedCompletely = 64L << 20;
    private const int HashedStart = 1 << 20;

    private static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(50);

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

            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            var parent = data.Length > 0 ? data : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return string.IsNullOrEmpty(parent)
                ? throw new InternLM3Exception($"This user has no directory for application data; set {DirectoryVariable} to a directory for converted models.")
                : Path.Combine(parent, "internlm3");
        }
    }

    /// <summary>Gives the model folder of a checkpoint, converting it if this was not done before.</summary>
    /// <param name="checkpointFolder">The checkpoint.</param>
    /// <param name="options">What to make of it.</param>
    /// <param name="cacheDirectory">Where to keep it; null for <see cref="DefaultDirectory"/>.</param>
    /// <param name="progress">Told about the conversion, if this call makes it.</param>
    /// <param name="cancellationToken">Stops waiting for another conversion, or the own one.</param>
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
        var directory = Path.GetFullPath(cacheDirectory ?? DefaultDirectory);
        var name = await Task.Run(() => NameOf(Path.GetFullPath(checkpointFolder), options, cancellationToken), cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(directory, name);
        if (IsComplete(folder))
        {
            return folder;
        }

        using (await LockAsync(directory, folder + ".lock", cancellationToken).ConfigureAwait(false))
        {
            if (!IsComplete(folder))
            {
                RemoveLeftovers(directory, folder);
                await CheckpointConverter.ConvertAsync(checkpointFolder, folder, options, progress, cancellationToken).ConfigureAwait(false);
            }
        }

        return folder;
    }

    private static bool IsComplete(string folder)
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

    /// <summary>The name of a checkpoint's folder; options that come to the same share one.</summary>
    internal static string NameOf(string checkpointFolder, ConversionOptions options, CancellationToken cancellationToken)
    {
        const int KeyBytes = 16;
        var plan = ConversionPlan.Resolve(checkpointFolder, options);
        var precision = ConversionPlan.NameOf(plan.Precision);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, $"internlm3 {ModelManifest.CurrentFormatVersion} {precision} {ConversionPlan.NameOf(plan.Target)} {string.Join(' ', plan.Settings)}");
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

    // An exclusively opened file is the lock: the system gives it free when its process ends, however that ends, so no lock goes stale.
    // The file stays; deleting it would let two processes lock two files of one name.
    private static async Task<FileStream> LockAsync(string directory, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(directory);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (IsSharingViolation(e))
            {
                await Task.Delay(s_lockRetry, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InternLM3Exception($"The model cache {directory} cannot be written ({e.Message}); set {DirectoryVariable} to a directory that can.", e);
            }
        }
    }

    // Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION as HRESULTs. Elsewhere .NET locks with flock and gives errno:
    // EWOULDBLOCK is 11 on Linux and 35 on macOS.
    private static bool IsSharingViolation(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : e.HResult == (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 11 : 35);

    // Called with the lock held: a damaged folder, and partial ones of processes that were killed.
    private static void RemoveLeftovers(string directory, string folder)
    {
        string[] leftovers = [.. Directory.GetDirectories(directory, CheckpointConverter.PartialPattern(folder)), .. Directory.Exists(folder) ? [folder] : (string[])[]];
        foreach (var leftover in leftovers)
        {
            try
            {
                Directory.Delete(leftover, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InternLM3Exception($"The damaged model folder {leftover} cannot be removed from the cache ({e.Message}); close what uses it and delete it.", e);
            }
        }
    }
}
