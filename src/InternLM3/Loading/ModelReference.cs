using InternLM3.Conversion;
using InternLM3.Download;

namespace InternLM3.Loading;

/// <summary>
/// The meaning of one path argument. What exists on disk is a path, whatever it looks like; what does not exist and has the form
/// <c>owner/name[@revision]</c> is a repository; anything else is a path that is missing.
/// </summary>
/// <param name="Text">The full path, or the repository id.</param>
/// <param name="Repository">The repository, or null for a path.</param>
internal sealed record ModelReference(string Text, RepositoryId? Repository)
{
    /// <summary>Reads an argument.</summary>
    public static ModelReference Parse(string argument)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument));
        return !Path.Exists(path) && RepositoryId.TryParse(argument) is { } repository
            ? new ModelReference(repository.ToString(), repository)
            : new ModelReference(path, null);
    }

    /// <summary>The id of the model when the options give none.</summary>
    public string ModelId => Repository?.Name ?? Path.GetFileName(Text);

    /// <summary>Where the model comes from.</summary>
    public Uri Address(DownloadOptions options) =>
        Repository is { } repository ? new Uri(HubEnvironment.Endpoint(options), repository.Name) : new Uri(Text);

    /// <summary>Returns the checkpoint or model folder; downloads a repository that is not here if the options allow it.</summary>
    /// <exception cref="DownloadException">It is not here and may not be downloaded, or could not be.</exception>
    public async Task<string> GetFolderAsync(
        InternLM3Options options, IProgress<ModelLoadProgress>? progress, CancellationToken cancellationToken)
    {
        if (Repository is not { } repository)
        {
            return Text;
        }

        using var downloader = new ModelDownloader(options.Download);
        var model = await Task.Run(() => downloader.Find(Text), cancellationToken).ConfigureAwait(false);
        if (model is null && (!options.AllowDownload || HubEnvironment.Offline(options.Download)))
        {
            var source = options.Download.Hub == ModelHub.ModelScope ? " --source modelscope" : "";
            var consent = options.AllowDownload
                ? " with the network switched on (HF_HUB_OFFLINE)"
                : $", or set {nameof(InternLM3Options)}.{nameof(options.AllowDownload)}";
            throw new DownloadException(
                DownloadFailure.NotAllowed,
                $"{repository} is no folder, and no repository that is on this machine: "
                + $"run `internlm3 pull {repository}{source}`{consent}.");
        }

        model ??= await downloader.DownloadAsync(Text, Downloading(progress), cancellationToken).ConfigureAwait(false);
        return model.Folder;
    }

    /// <summary>Reports the progress of a conversion as that of a load.</summary>
    public static IProgress<ConversionProgress>? Converting(IProgress<ModelLoadProgress>? progress) =>
        progress is null ? null : new Conversion(progress);

    /// <summary>Reports the progress of a download as that of a load.</summary>
    public static IProgress<DownloadProgress>? Downloading(IProgress<ModelLoadProgress>? progress) =>
        progress is null ? null : new Download(progress);

    private sealed class Download(IProgress<ModelLoadProgress> progress) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) =>
            progress.Report(new ModelLoadProgress(
                ModelLoadStage.Downloading, value.File, value.BytesDone, value.BytesTotal, value.BytesPerSecond, value.Remaining));
    }

    private sealed class Conversion(IProgress<ModelLoadProgress> progress) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) =>
            progress.Report(new ModelLoadProgress(
                ModelLoadStage.Converting, value.Item, value.BytesDone, value.BytesTotal, value.BytesPerSecond, value.Remaining));
    }
}
