using InternLM3.Storage;

namespace InternLM3.Download;

/// <summary>
/// The cache layout of Hugging Face's own tools: <c>models--owner--name</c> with <c>blobs</c> named by their hash, <c>refs</c> from
/// branches and tags to commits, and <c>snapshots/{commit}</c> whose files are links to blobs, or the files themselves where the system
/// allows no links.
/// </summary>
/// <param name="root">The cache directory.</param>
/// <param name="repository">The repository.</param>
internal sealed class HubCache(string root, RepositoryId repository)
{
    /// <summary>What an unfinished blob's name ends with.</summary>
    public const string PartialExtension = ".incomplete";

    private readonly string _folder = Path.Combine(root, repository.FolderName);

    /// <summary>Makes a link; a seam for systems that allow none.</summary>
    public Action<string, string> CreateLink { get; init; } = static (path, target) => File.CreateSymbolicLink(path, target);

    /// <summary>The cache directory.</summary>
    public string Root => root;

    /// <summary>The folder with the files of a commit.</summary>
    public string Snapshot(string commit) => Path.Combine(_folder, "snapshots", commit);

    /// <summary>The path of a blob, whether it exists or not.</summary>
    public string Blob(HubFile file) => Path.Combine(_folder, "blobs", file.Hash);

    /// <summary>Bytes of an unfinished blob.</summary>
    public long PartialLength(HubFile file) => LengthOf(Blob(file) + PartialExtension) ?? 0;

    /// <summary>Locks a blob, for this and for Hugging Face's tools.</summary>
    public Task<IDisposable> LockAsync(HubFile file, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(Path.Combine(root, ".locks", repository.FolderName, file.Hash + ".lock"), cancellationToken);

    /// <summary>Whether a file's content is here, for this commit or as a blob. Only whole files have their names, so size tells.</summary>
    public bool Has(HubFile file, string commit) =>
        LengthOf(Blob(file)) == file.Length || LengthOf(Path.Combine(Snapshot(commit), file.Name)) == file.Length;

    /// <summary>Puts a file that is here into the snapshot of a commit.</summary>
    public void Link(HubFile file, string commit)
    {
        var (entry, blob) = (Path.Combine(Snapshot(commit), file.Name), Blob(file));
        if (LengthOf(entry) == file.Length)
        {
            return;
        }

        Directory.CreateDirectory(Snapshot(commit));
        File.Delete(entry);
        try
        {
            CreateLink(entry, Path.GetRelativePath(Snapshot(commit), blob));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Windows without developer mode allows no links: the file itself lies there, as with Hugging Face's tools.
            File.Move(blob, entry);
        }
    }

    /// <summary>Writes which commit a revision stands for.</summary>
    public void WriteReference(string revision, string commit)
    {
        if (revision != commit)
        {
            Replace(Path.Combine(_folder, "refs", revision), commit);
        }
    }

    /// <summary>Returns the commit a revision stood for when it was downloaded; a commit stands for itself. Null for neither.</summary>
    public string? FindCommit(string revision)
    {
        var path = Path.Combine(_folder, "refs", revision);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : Directory.Exists(Snapshot(revision)) ? revision : null;
    }

    /// <summary>Writes the record of a finished download.</summary>
    public void WriteRecord(string commit, byte[] record) => Replace(RecordOf(commit), System.Text.Encoding.UTF8.GetString(record));

    /// <summary>The path of the record of a finished download, whether it exists or not.</summary>
    public string RecordOf(string commit) => Path.Combine(_folder, "internlm3", commit + ".json");

    /// <summary>Returns a file's length in bytes, through links; null when it is not there.</summary>
    public static long? LengthOf(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.GetLength(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // By another name first, so that no reader and no crash sees half of it.
    private static void Replace(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(fresh, text);
        File.Move(fresh, path, overwrite: true);
    }
}
