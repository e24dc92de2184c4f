using System.CommandLine;
using System.Globalization;
using InternLM3.Cli.Output;
using InternLM3.Conversion;
using InternLM3.Download;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 cache</c>: lists converted and downloaded models with their size, and removes converted ones.</summary>
internal static class CacheCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output) =>
        new("cache", "Lists and prunes converted models.") { CreateList(output), CreatePrune(output) };

    private static Command CreateList(TextWriter output)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var command = new Command("list", "Lists converted models, and the InternLM3 checkpoints that were downloaded.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asJson = parsed.GetValue(json);
            foreach (var entry in ModelCache.List())
            {
                await WriteAsync("converted", entry.Name, entry.Bytes, StateOf(entry), entry.Folder).ConfigureAwait(false);
            }

            foreach (var hub in Enum.GetValues<ModelHub>())
            {
                using var downloader = new ModelDownloader(new DownloadOptions { Hub = hub });
                foreach (var model in await Task.Run(downloader.List, cancellationToken).ConfigureAwait(false))
                {
                    await WriteAsync("downloaded", $"{model.Repository}@{model.Commit}", model.Bytes, "complete", model.Folder)
                        .ConfigureAwait(false);
                }
            }

            return ExitCode.Done;

            Task WriteAsync(string kind, string name, long bytes, string state, string folder) => output.WriteLineAsync(asJson
                ? JsonObject.Write(writer =>
                {
                    writer.WriteString("kind", kind);
                    writer.WriteString("name", name);
                    writer.WriteNumber("bytes", bytes);
                    writer.WriteString("state", state);
                    writer.WriteString("folder", folder);
                })
                : string.Create(CultureInfo.InvariantCulture, $"{kind,-10} {bytes / 1e6,10:0.0} MB  {state,-22} {name}  {folder}"));
        });
        return command;
    }

    private static Command CreatePrune(TextWriter output)
    {
        var names = new Argument<string[]>("names")
        {
            Description = "Converted models to remove, by the names that list gives. Without names: what does not load any more.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "Remove every converted model. Checkpoints and downloads stay." };
        var command = new Command(
            "prune",
            "Removes converted models that are of another format version, damaged or unfinished; what a process uses stays.")
        {
            names, all,
        };
        command.SetAction(async parsed =>
        {
            var wanted = parsed.GetValue(names) ?? [];
            var entries = ModelCache.List();
            if (wanted.Except(entries.Select(entry => entry.Name)).FirstOrDefault() is { } unknown)
            {
                throw new InternLM3Exception($"The cache holds no {unknown}; see `internlm3 cache list`.");
            }

            var freed = 0L;
            foreach (var entry in entries.Where(entry => parsed.GetValue(all)
                || (wanted.Length > 0 ? wanted.Contains(entry.Name) : entry.State != CachedModelState.Complete)))
            {
                var gone = ModelCache.Remove(entry);
                freed += gone ? entry.Bytes : 0;
                await output.WriteLineAsync($"{(gone ? "removed" : "kept, in use")} {entry.Name}").ConfigureAwait(false);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{freed / 1e6:0.0} MB freed")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static string StateOf(ModelCacheEntry entry) => (entry.State switch
    {
        CachedModelState.Complete => "complete",
        CachedModelState.OtherFormat => "other format version",
        CachedModelState.Damaged => "damaged",
        _ => "unfinished",
    }) + (entry.InUse ? ", in use" : "");
}
