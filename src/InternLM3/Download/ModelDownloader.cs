using System.Globalization;
using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Storage;

namespace InternLM3.Download;

/// <summary>
/// Downloads InternLM3 checkpoints from a hub into the cache that Hugging Face's own tools share: the files a conversion reads and no
/// others, each checked against the hub's hash before it gets its name. Safe for concurrent use, by any number of processes at once: of
/// each file one downloads and the others wait.
/// </summary>
public sealed class ModelDownloader : IDisposable
{
    private const int FilesAtOnce = 2;

    private readonly DownloadOptions _options;
    private readonly HubClient _client;
    private readonly IModelHub _hub;
    private readonly string _root;

    /// <summary>Creates a downloader; nothing is sent.</summary>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public ModelDownloader(DownloadOptions? options = null)
    {
        _options = options ?? new DownloadOptions();
        _options.Validate();
        _client = new HubClient(_options);
        _hub = _options.Hub == ModelHub.ModelScope ? new ModelScopeHub(_client) : new HuggingFaceHub(_client);
        _root = HubEnvironment.CacheDirectory(_options);
    }

    /// <summary>Opens a partial file; a seam for disks that are full.</summary>
    internal Func<string, Stream> OpenPartial { get; init; } =
        static path => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);

    /// <summary>Returns the free bytes of a disk; a seam for disks that are full.</summary>
    internal Func<string, long?> AvailableSpace { get; init; } = DiskSpace.Available;

    /// <summary>Makes links; a seam for systems that allow none.</summary>
    internal Action<string, string> CreateLink { get; init; } = static (path, target) => File.CreateSymbolicLink(path, target);

    /// <summary>Asks the hub what a repository is at a revision: its commit and its licence. Downloads no file.</summary>
    /// <param name="repository"><c>owner/name</c>, or <c>owner/name@revision</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DownloadException">
    /// There is no such repository, it may not be read, or the network is switched off.
    /// </exception>
    public async Task<ModelRepository> ResolveAsync(string repository, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        var id = RepositoryId.Parse(repository);
        if (HubEnvironment.Offline(_options))
        {
            throw new DownloadException(
                DownloadFailure.NotAllowed,
                $"{id} is not asked for, because the network is switched off (HF_HUB_OFFLINE); unset it to download.");
        }

        var found = await _hub.ListAsync(id, cancellationToken).ConfigureAwait(false);
        return found.Commit.Length > 0 && found.Commit.All(char.IsAsciiHexDigitLower)
            ? found
            : throw new DownloadException(DownloadFailure.Protocol, $"{id}: the hub names no commit; check the endpoint.");
    }

    /// <summary>Downloads a repository; what is here already is not downloaded again, and what was begun is continued.</summary>
    /// <param name="repository"><c>owner/name</c>, or <c>owner/name@revision</c>.</param>
    /// <param name="progress">
    /// Receives the progress on the downloading threads, one report at a time; <see cref="Progress{T}"/> moves it to its own context.
    /// </param>
    /// <param name="cancellationToken">Ends the download; what arrived is kept.</param>
    /// <exception cref="DownloadException">It could not be downloaded; what was verified stays.</exception>
    public async Task<DownloadedModel> DownloadAsync(
        string repository, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var found = await ResolveAsync(repository, cancellationToken).ConfigureAwait(false);
        return await DownloadAsync(found, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Downloads a repository at the commit it was resolved to.</summary>
    /// <param name="repository">A repository that <see cref="ResolveAsync"/> returned.</param>
    /// <param name="progress">
    /// Receives the progress on the downloading threads, one report at a time; <see cref="Progress{T}"/> moves it to its own context.
    /// </param>
    /// <param name="cancellationToken">Ends the download; what arrived is kept.</param>
    /// <exception cref="DownloadException">It could not be downloaded; what was verified stays.</exception>
    public async Task<DownloadedModel> DownloadAsync(
        ModelRepository repository, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var cache = CacheOf(new RepositoryId(repository.Id, repository.Revision));
        var folder = cache.Snapshot(repository.Commit);
        var meter = new DownloadMeter(progress, _options.TimeProvider);
        try
        {
            var small = FileSelection.SmallFiles(repository);
            await FetchAsync(repository, small, cache, meter, cancellationToken).ConfigureAwait(false);
            RequireInternLM3(repository, folder);
            var index = Path.Combine(folder, SafetensorsIndex.FileName);
            var weights = FileSelection.Weights(repository, () => SafetensorsIndex.ReadNames(index));
            await FetchAsync(repository, weights, cache, meter, cancellationToken).ConfigureAwait(false);
            HubFile[] files = [.. small, .. weights];
            cache.WriteRecord(repository.Commit, DownloadRecord.Write(repository, files));
            cache.WriteReference(repository.Revision, repository.Commit);
            return new DownloadedModel
            {
                Repository = repository.Id,
                Commit = repository.Commit,
                Folder = folder,
                License = repository.License,
                Bytes = files.Sum(file => file.Length),
                Files = files,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(
                DownloadFailure.Storage,
                $"The cache {_root} cannot be written ({e.Message}); check its permissions or set HF_HOME to a directory that can.",
                e);
        }
    }

    /// <summary>Finds a repository that is on this machine whole, whichever tool downloaded it. Uses no network.</summary>
    /// <param name="repository"><c>owner/name</c>, or <c>owner/name@revision</c>.</param>
    /// <returns>Null when it is not here, or not whole.</returns>
    public DownloadedModel? Find(string repository)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        var id = RepositoryId.Parse(repository);
        var cache = CacheOf(id);
        if (cache.FindCommit(id.Revision ?? (_options.Hub == ModelHub.ModelScope ? "master" : "main")) is not { Length: > 0 } commit)
        {
            return null;
        }

        return Describe(id, cache, commit);
    }

    /// <summary>Lists the InternLM3 checkpoints that are in the cache whole, whichever tool downloaded them. Uses no network.</summary>
    public IReadOnlyList<DownloadedModel> List() => !Directory.Exists(_root) ? [] :
    [
        .. from folder in Directory.EnumerateDirectories(_root, "models--*--*").Order(StringComparer.Ordinal)
           let id = RepositoryId.TryParse(ReplaceFirst(Path.GetFileName(folder)["models--".Length..]))
           let snapshots = Path.Combine(folder, "snapshots")
           where id is not null && Directory.Exists(snapshots)
           from snapshot in Directory.EnumerateDirectories(snapshots).Order(StringComparer.Ordinal)
           let model = IsInternLM3(snapshot) ? Describe(id, CacheOf(id), Path.GetFileName(snapshot)) : null
           where model is not null
           select model,
    ];

    /// <summary>Reads every file of a downloaded repository and compares its hash with the hub's. Uses no network.</summary>
    /// <param name="model">A model that <see cref="Find"/> or a download returned.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    /// <exception cref="DownloadException">
    /// A file was changed; it is removed, so that the next download brings it again. Or the hashes are not known.
    /// </exception>
    public async Task VerifyAsync(
        DownloadedModel model, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Files.Count == 0)
        {
            throw new DownloadException(
                DownloadFailure.Corrupt,
                $"{model.Repository} was downloaded by another tool, which left no list of hashes: "
                + $"run `internlm3 pull {model.Repository}` once, which downloads only what is missing.");
        }

        var meter = new DownloadMeter(progress, _options.TimeProvider);
        meter.Want(model.Files.Sum(file => file.Length));
        var cache = CacheOf(new RepositoryId(model.Repository, null));
        foreach (var file in model.Files)
        {
            var path = Path.Combine(model.Folder, file.Name);
            if (await DigestAsync(path, file, meter, cancellationToken).ConfigureAwait(false) != file.Hash)
            {
                File.Delete(path);
                File.Delete(cache.Blob(file));
                throw new DownloadException(
                    DownloadFailure.Corrupt,
                    $"{path} was changed since it was downloaded and was removed; "
                    + $"run `internlm3 pull {model.Repository}`, which downloads this file alone.");
            }
        }
    }

    /// <summary>Closes connections.</summary>
    public void Dispose() => _client.Dispose();

    private static string ReplaceFirst(string name) =>
        name.IndexOf("--", StringComparison.Ordinal) is var at and > 0 ? $"{name[..at]}/{name[(at + 2)..]}" : name;

    private static bool IsInternLM3(string folder)
    {
        try
        {
            return ModelConfig.Load(folder).LayerCount > 0;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static DownloadedModel? Describe(RepositoryId id, HubCache cache, string commit)
    {
        var folder = cache.Snapshot(commit);
        var record = DownloadRecord.Read(cache.RecordOf(commit));
        var lengths = record is { } known
            ? [.. known.Files.Select(file =>
                HubCache.LengthOf(Path.Combine(folder, file.Name)) == file.Length ? (long?)file.Length : null)]
            : LengthsOf(folder);
        return lengths is not null && lengths.All(length => length is not null)
            ? new DownloadedModel
            {
                Repository = id.Name,
                Commit = commit,
                Folder = folder,
                License = record?.License,
                Bytes = lengths.Sum()!.Value,
                Files = record?.Files ?? [],
            }
            : null;
    }

    private static async Task<string> DigestAsync(string path, HubFile file, DownloadMeter meter, CancellationToken cancellationToken)
    {
        using var hash = file.StartHash();
        var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 0,
            FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 20];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                meter.Arrived(file.Name, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long?[]? LengthsOf(string folder)
    {
        try
        {
            return [.. Checkpoint.FilesOf(folder).Select(name => HubCache.LengthOf(Path.Combine(folder, name)))];
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    // Checked before gigabytes of weights are downloaded.
    private static void RequireInternLM3(ModelRepository repository, string folder)
    {
        try
        {
            ModelConfig.RequireSupported(folder);
            AwqQuantization.RequireSupported(ConfigFile.Read(Path.Combine(folder, ModelFolder.Config)));
        }
        catch (ModelFormatException e)
        {
            throw new DownloadException(
                DownloadFailure.NotAModel,
                $"{repository.Id} cannot be used here, so its weights are not downloaded: {e.Message}",
                e);
        }
    }

    private HubCache CacheOf(RepositoryId id) => new(_root, id) { CreateLink = CreateLink };

    private async Task FetchAsync(
        ModelRepository repository,
        IReadOnlyList<HubFile> files,
        HubCache cache,
        DownloadMeter meter,
        CancellationToken cancellationToken)
    {
        meter.Want(files.Sum(file => file.Length));
        RequireSpace(repository, files, cache);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, parallel, async (file, stop) =>
        {
            using (await cache.LockAsync(file, stop).ConfigureAwait(false))
            {
                if (cache.Has(file, repository.Commit))
                {
                    meter.Found(file.Name, file.Length);
                }
                else
                {
                    var partial = cache.Blob(file) + HubCache.PartialExtension;
                    Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
                    var address = _hub.AddressOf(repository, file.Name);
                    var transfer = new BlobTransfer(_client, file, address, _options, meter, OpenPartial);
                    await transfer.RunAsync(partial, stop).ConfigureAwait(false);
                    File.Move(partial, cache.Blob(file), overwrite: true);
                }

                cache.Link(file, repository.Commit);
            }
        }).ConfigureAwait(false);
    }

    private void RequireSpace(ModelRepository repository, IReadOnlyList<HubFile> files, HubCache cache)
    {
        var needed = files
            .Where(file => !cache.Has(file, repository.Commit))
            .Sum(file => file.Length - Math.Min(file.Length, cache.PartialLength(file)));
        Directory.CreateDirectory(_root);
        if (needed > 0 && AvailableSpace(_root) is { } free && free < needed)
        {
            throw new DownloadException(DownloadFailure.Storage, string.Create(
                CultureInfo.InvariantCulture,
                $"{repository.Id} needs {needed / 1e9:0.0} GB more and the disk of {_root} has {free / 1e9:0.0} GB free; "
                + $"free some space or set HF_HOME to another disk."));
        }
    }
}
