using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;

namespace InternLM3.Download;

/// <summary>The files of a repository that a conversion reads; nothing else is downloaded.</summary>
internal static class FileSelection
{
    private const string Extension = ".safetensors";
    private const string SingleFile = "model.safetensors";

    private static readonly (string Name, bool Required)[] s_small =
    [
        (ModelFolder.Config, true),
        (ModelFolder.GenerationConfig, false),
        (ModelFolder.SpecialTokensMap, false),
        (ModelFolder.TokenizerModel, true),
        (ModelFolder.TokenizerConfig, true),
    ];

    /// <summary>Whether a file of this name can be wanted: a plain name, of a kind that conversions read.</summary>
    public static bool MayBeWanted(string name) =>
        name.AsSpan().IndexOfAny("/\\:\0") < 0
        && (name.EndsWith(Extension, StringComparison.Ordinal)
            || name == SafetensorsIndex.FileName
            || s_small.Any(file => file.Name == name));

    /// <summary>Returns the files to download first: everything but the weights, and the index of the weights.</summary>
    /// <exception cref="DownloadException">A file every checkpoint has is missing.</exception>
    public static IReadOnlyList<HubFile> SmallFiles(ModelRepository repository)
    {
        var files = s_small
            .Select(file => Find(repository, file.Name) ?? (file.Required ? throw Missing(repository, file.Name) : null))
            .OfType<HubFile>()
            .ToList();
        if (Find(repository, SingleFile) is null)
        {
            files.Add(Find(repository, SafetensorsIndex.FileName) ?? throw Missing(repository, SingleFile));
        }

        return files;
    }

    /// <summary>Returns the files of the weights: one, or those the index names.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="shardsOf">Reads the names of the files from the index, which is on the disk by now.</param>
    /// <exception cref="DownloadException">The index names a file that the repository does not have.</exception>
    public static IReadOnlyList<HubFile> Weights(ModelRepository repository, Func<IReadOnlyList<string>> shardsOf) =>
        Find(repository, SingleFile) is { } single
            ? [single]
            : [.. shardsOf().Select(name => Find(repository, name) ?? throw Missing(repository, name))];

    private static HubFile? Find(ModelRepository repository, string name) =>
        repository.Files.FirstOrDefault(file => file.Name == name) is not { } found ? null
        : found.IsValid ? found
        : throw new DownloadException(
            DownloadFailure.Protocol,
            $"{repository.Id}: the hub names no hash and size of {name} that can be checked; use another endpoint.");

    private static DownloadException Missing(ModelRepository repository, string name) => new(
        DownloadFailure.NotAModel,
        $"{repository.Id} at {repository.Revision} holds no {name}, so it is no InternLM3 checkpoint in safetensors; "
        + "name the repository of the original or the AWQ weights.");
}
