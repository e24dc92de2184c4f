using System.Globalization;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Download;
using InternLM3.Loading;
using InternLM3.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3.Diagnostics;

/// <summary>Examines a model and a machine without loading: what is wrong, what to do about it, and whether a load would work.</summary>
public static class ModelDoctor
{
    /// <summary>Examines this machine and, if one is named, a model.</summary>
    /// <param name="model">What would be loaded: a model folder, a checkpoint folder or a repository; null for the machine alone.</param>
    /// <param name="options">The options of the load; null for the defaults.</param>
    /// <param name="readHashes">
    /// Whether every file is read and its hash compared, which takes as long as reading gigabytes; sizes are always compared.
    /// </param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static async Task<ModelReport> ExamineAsync(
        string? model, InternLM3Options? options = null, bool readHashes = true, CancellationToken cancellationToken = default)
    {
        options ??= new InternLM3Options();
        options.Validate();
        var found = new Examination();
        MachineExamination.Run(found, options);
        if (model is not null)
        {
            try
            {
                await ExamineModelAsync(found, model, options, readHashes, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InternLM3Exception or IOException or UnauthorizedAccessException)
            {
                found.Fail("model", e.Message);
            }
        }

        return new ModelReport(found.Findings);
    }

    private static async Task ExamineModelAsync(
        Examination found, string model, InternLM3Options options, bool readHashes, CancellationToken cancellationToken)
    {
        var reference = ModelReference.Parse(model);
        var folder = reference.Text;
        if (reference.Repository is not null)
        {
            using var downloader = new ModelDownloader(options.Download);
            if (downloader.Find(reference.Text) is not { } downloaded)
            {
                // Without consent a load says the same.
                found.Fail(
                    "model",
                    $"{reference.Text} is no folder, and no repository that is on this machine: run `internlm3 pull {reference.Text}`.");
                return;
            }

            found.Good("repository", $"{downloaded.Repository} at {downloaded.Commit}, licence {downloaded.License ?? "not named"}");
            if (readHashes && downloaded.Files.Count > 0)
            {
                await downloader.VerifyAsync(downloaded, null, cancellationToken).ConfigureAwait(false);
                found.Good("hashes", $"{downloaded.Files.Count} files are what the hub has");
            }

            folder = downloaded.Folder;
        }

        found.Good("folder", folder);
        if (File.Exists(Path.Combine(folder, ModelFolder.Manifest)))
        {
            await ExamineModelFolderAsync(found, folder, options, readHashes, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Task.Run(() => ExamineCheckpoint(found, folder, options), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExamineModelFolderAsync(
        Examination found, string folder, InternLM3Options options, bool readHashes, CancellationToken cancellationToken)
    {
        if (found.Try("files", () => ModelManifest.Check(folder)) is { } manifest)
        {
            var bytes = manifest.Files.Sum(file => file.Length);
            found.Good("files", string.Create(
                CultureInfo.InvariantCulture,
                $"{manifest.Files.Count} files, {bytes / 1e9:0.00} GB, {manifest.Precision} for {manifest.Target}, "
                + $"converter {manifest.ConverterVersion}"));
            if (readHashes)
            {
                await VerifyAsync(found, folder, cancellationToken).ConfigureAwait(false);
            }

            if (new FolderExamination(found, folder, options).Run() is { } config)
            {
                var weights = manifest.Files.Where(file => file.Name == ModelFolder.Weights).Sum(file => file.Length);
                Memory(found, config, options, weights, LoadMemory.IsHalf(manifest.Target, manifest.Precision));
            }
        }

        // The very check a load makes has the last word.
        found.Require("load", () => Preflight.Require(folder, options, BackendChoice.Make(options, folder, NullLogger.Instance).Device));
    }

    private static async Task VerifyAsync(Examination found, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await ModelManifest.VerifyAsync(folder, cancellationToken).ConfigureAwait(false);
            found.Good("hashes", "every file is what the manifest says");
        }
        catch (ModelFormatException e)
        {
            found.Fail("hashes", e.Message);
        }
    }

    private static void ExamineCheckpoint(Examination found, string folder, InternLM3Options options)
    {
        if (found.Try("files", () => Checkpoint.FilesOf(folder)) is not { } files)
        {
            return;
        }

        var bytes = files.Sum(name => HubCache.LengthOf(Path.Combine(folder, name)) ?? 0);
        found.Good("files", FormattableString.Invariant($"a checkpoint of {files.Count} files, {bytes / 1e9:0.00} GB"));
        var config = new FolderExamination(found, folder, options).Run();
        if (found.Try("conversion", () => ConversionPlan.Resolve(folder, options.Conversion)) is not { } plan
            || config is null
            || found.Try("weights", () => Checkpoint.Open(folder)) is not { } checkpoint)
        {
            return;
        }

        using (checkpoint)
        {
            var layout = new WeightsLayout();
            if (found.Try("weights", () => new DecoderPlanner(checkpoint, plan, layout).Plan()) is null)
            {
                return;
            }

            var directory = Path.GetFullPath(options.CacheDirectory ?? ModelCache.DefaultDirectory);
            var cached = Path.Combine(directory, ModelCache.NameOf(folder, plan, CancellationToken.None));
            if (ModelCache.IsComplete(cached))
            {
                found.Good("conversion", $"made already: {cached}");
            }
            else
            {
                Conversion(found, plan, layout.Length, cached);
            }

            Memory(found, config, options, layout.Length, plan.Activations == ElementType.Float16);
        }
    }

    private static void Conversion(Examination found, ConversionPlan plan, long bytes, string cached)
    {
        var existing = Path.GetDirectoryName(cached);
        var need = FormattableString.Invariant(
            $"the first load converts to {ConversionPlan.NameOf(plan.Precision)}, {bytes / 1e9:0.00} GB in {existing}");
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        if (existing is not null && DiskSpace.Available(existing) is { } free && free < bytes)
        {
            found.Fail("conversion", FormattableString.Invariant(
                $"{need}, and that disk has {free / 1e9:0.00} GB free; free some space or set INTERNLM3_CACHE."));
        }
        else
        {
            found.Good("conversion", need);
        }
    }

    private static void Memory(Examination found, ModelConfig config, InternLM3Options options, long weights, bool half)
    {
        if (found.Try("memory", () => LoadMemory.Of(config, options, Preflight.ContextOf(config, options), weights, half)) is not { } memory
            || !found.Require("memory", () => memory.Require(MachineMemory.Limit)))
        {
            return;
        }

        var kv = memory.KeyValues;
        found.Good("memory", string.Create(
            CultureInfo.InvariantCulture,
            $"{memory.AtLoad / 1e9:0.0} GB at load, weights {memory.Weights / 1e9:0.00} GB of it; "
            + $"{kv.BytesPerToken} bytes of keys and values a token, "
            + $"{kv.TotalBytes / 1e9:0.00} GB for {kv.Sequences} sequences of {kv.ContextLength} tokens; "
            + $"{memory.Full / 1e9:0.0} GB at most"));
        if (MachineMemory.Free is { } free && free < memory.WithOneSequence)
        {
            found.Warn("memory", string.Create(
                CultureInfo.InvariantCulture,
                $"{free / 1e9:0.0} GB are free now and {memory.WithOneSequence / 1e9:0.0} GB are needed with one full context: "
                + $"close something, or the machine swaps."));
        }
        else if (memory.Full > MachineMemory.Limit)
        {
            found.Warn("memory", string.Create(
                CultureInfo.InvariantCulture,
                $"with every sequence full {memory.Full / 1e9:0.0} GB are needed and {MachineMemory.Limit / 1e9:0.0} GB may be used: "
                + $"lower MaxConcurrentSequences or ContextLength."));
        }
    }
}
