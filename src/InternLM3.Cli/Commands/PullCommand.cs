using System.CommandLine;
using InternLM3.Cli.Output;
using InternLM3.Download;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 pull</c>: downloads a repository.</summary>
internal static class PullCommand
{
    private const string ModelScopeName = "modelscope";

    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var repository = new Argument<string>("repository")
        {
            Description = "owner/name, or owner/name@revision with a branch, tag or commit, for example internlm/internlm3-8b-instruct.",
        };
        var source = SourceOption();
        var verify = new Option<bool>("--verify")
        {
            Description = "Do not download: read what is here again and compare every hash, without network.",
        };
        var command = new Command(
            "pull",
            "Downloads a checkpoint into the cache that Hugging Face's own tools share; an interrupted download goes on where it was.")
        {
            repository, source, verify,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = parsed.GetValue(repository)!;
            using var downloader = new ModelDownloader(OptionsOf(parsed.GetValue(source)));
            var model = parsed.GetValue(verify)
                ? await VerifyAsync(downloader, id, error, cancellationToken).ConfigureAwait(false)
                : await PullAsync(downloader, id, error, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(model.Folder).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Creates the option that names a hub.</summary>
    public static Option<string?> SourceOption()
    {
        var option = new Option<string?>("--source") { Description = "The hub: huggingface or modelscope. Default: huggingface." };
        option.AcceptOnlyFromAmong("huggingface", ModelScopeName);
        return option;
    }

    /// <summary>The download options for a hub's name; Hugging Face for null.</summary>
    public static DownloadOptions OptionsOf(string? source) =>
        new() { Hub = source == ModelScopeName ? ModelHub.ModelScope : ModelHub.HuggingFace };

    private static async Task<DownloadedModel> PullAsync(
        ModelDownloader downloader, string id, TextWriter error, CancellationToken cancellationToken)
    {
        var found = await downloader.ResolveAsync(id, cancellationToken).ConfigureAwait(false);
        var licence = found.License ?? "none named; see the repository";
        await error.WriteLineAsync($"{found.Id} at {found.Commit}. Licence of the weights: {licence}.").ConfigureAwait(false);
        DownloadedModel? model = null;
        await LoadBar.DownloadAsync(
            error,
            async progress => model = await downloader.DownloadAsync(found, progress, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return model!;
    }

    private static async Task<DownloadedModel> VerifyAsync(
        ModelDownloader downloader, string id, TextWriter error, CancellationToken cancellationToken)
    {
        var model = downloader.Find(id)
            ?? throw new InternLM3Exception($"{id} is not on this machine whole: run `internlm3 pull {id}`.");
        await LoadBar.DownloadAsync(error, progress => downloader.VerifyAsync(model, progress, cancellationToken)).ConfigureAwait(false);
        await error.WriteLineAsync($"{model.Repository} at {model.Commit}: every hash is right.").ConfigureAwait(false);
        return model;
    }
}
