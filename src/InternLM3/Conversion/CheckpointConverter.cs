using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Storage;
using InternLM3.Tokenization;

namespace InternLM3.Conversion;

/// <summary>Converts a Hugging Face checkpoint of InternLM3 to a model folder, which the engine loads.</summary>
public static class CheckpointConverter
{
    private const int ChunkLength = 1 << 20;

    /// <summary>
    /// Converts a checkpoint. The result depends on the checkpoint, the options and the library's version alone, byte for byte.
    /// </summary>
    /// <param name="checkpointFolder">The folder with config.json, model.safetensors and the tokenizer.</param>
    /// <param name="outputFolder">
    /// The model folder to make: must not exist or be empty. It appears at the end, complete; until then the files are in a folder beside
    /// it named <c>{outputFolder}.partial-…</c>, which is deleted if the conversion fails or is cancelled and which nothing loads should
    /// the process be killed.
    /// </param>
    /// <param name="options">What to make; null for the defaults.</param>
    /// <param name="progress">
    /// Receives the progress about every MiB, one report at a time, on the converting threads; <see cref="Progress{T}"/> moves it to its
    /// own context.
    /// </param>
    /// <param name="cancellationToken">Stops the conversion within about a MiB.</param>
    /// <exception cref="ModelFormatException">The checkpoint is incomplete, damaged or not supported.</exception>
    /// <exception cref="UnsupportedOptionException">The options do not fit each other or the checkpoint.</exception>
    /// <exception cref="InternLM3Exception">The output folder is not empty, or the disk is full or not writable.</exception>
    public static Task ConvertAsync(
        string checkpointFolder,
        string outputFolder,
        ConversionOptions? options = null,
        IProgress<ConversionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        options ??= new ConversionOptions();
        var checkpoint = Path.GetFullPath(checkpointFolder);
        var output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder));
        var meter = new ConversionMeter(progress, cancellationToken);
        return Task.Run(() => Convert(checkpoint, output, () => ConversionPlan.Resolve(checkpoint, options), meter), cancellationToken);
    }

    /// <summary>As the public overload, by a plan that was resolved for this checkpoint; both folders are full paths.</summary>
    internal static Task ConvertAsync(
        ConversionPlan plan,
        string checkpointFolder,
        string outputFolder,
        IProgress<ConversionProgress>? progress,
        CancellationToken cancellationToken) =>
        Task.Run(
            () => Convert(checkpointFolder, outputFolder, () => plan, new ConversionMeter(progress, cancellationToken)),
            cancellationToken);

    /// <summary>The search pattern, below its parent, of the partial folders of an output folder.</summary>
    internal static string PartialPattern(string outputFolder) => Path.GetFileName(outputFolder) + ".partial-*";

    private static void Convert(string checkpointFolder, string output, Func<ConversionPlan> resolve, ConversionMeter meter)
    {
        var partial = $"{output}.partial-{Guid.NewGuid():N}";
        try
        {
            RequireEmpty(output);
            var plan = resolve();
            using var checkpoint = Checkpoint.Open(checkpointFolder);
            Directory.CreateDirectory(partial);
            WriteFolder(checkpoint, partial, plan, meter);
            RequireEmpty(output);
            if (Directory.Exists(output))
            {
                Directory.Delete(output);
            }

            Directory.Move(partial, output);
        }
        catch (Exception e)
        {
            Discard(partial);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new InternLM3Exception(
                    $"Converting {checkpointFolder} to {output} failed: {e.Message} "
                    + "Check the disk's free space and permissions and convert again.",
                    e);
            }

            throw;
        }
    }

    private static void WriteFolder(Checkpoint checkpoint, string folder, ConversionPlan plan, ConversionMeter meter)
    {
        var layout = new WeightsLayout();
        var weights = new DecoderPlanner(checkpoint, plan, layout).Plan();
        var (cosines, sines) = RotaryTables.Plan(checkpoint.Config, plan.Activations, layout);
        var small = SmallFiles(checkpoint, plan);
        small.Add((ModelFolder.EngineGraph, EngineGraph.Build(checkpoint.Config, weights)));
        small.Add((ModelFolder.PortableGraph, PortableGraph.Build(checkpoint.Config, weights, cosines, sines)));

        var sources = Checkpoint.FilesOf(checkpoint.Folder);
        var sourceLength = sources.Sum(name => LengthOf(Path.Combine(checkpoint.Folder, name)));
        var copied = Checkpoint.SmallFilesOf(checkpoint.Folder).Where(name => name != ModelFolder.TokenizerConfig).ToArray();
        meter.Total = layout.Length
            + small.Sum(file => (long)file.Bytes.Length)
            + sourceLength
            + copied.Sum(name => LengthOf(Path.Combine(checkpoint.Folder, name)));
        RequireSpace(folder, meter.Total - sourceLength);

        using var source = new SourceHashes(checkpoint.Folder, sources, meter);
        List<ManifestFile> files =
        [
            .. copied.Select(name => WriteFile(folder, name, meter, file => Copy(Path.Combine(checkpoint.Folder, name), file))),
        ];
        files.AddRange(small.Select(made => WriteFile(folder, made.Name, meter, file => file.Write(made.Bytes.Span))));
        files.Add(WriteFile(folder, ModelFolder.Weights, meter, layout.Write));

        var manifest = new ModelManifest
        {
            ConverterVersion = typeof(CheckpointConverter).Assembly.GetName().Version!.ToString(fieldCount: 3),
            Precision = ConversionPlan.NameOf(plan.Precision),
            Target = ConversionPlan.NameOf(plan.Target),
            Settings = plan.Settings,
            Source = source.Wait(),
            Files = files,
        }.ToJson();
        meter.Total += manifest.Length;
        WriteFile(folder, ModelFolder.Manifest, meter, file => file.Write(manifest));
    }

    // Made in memory before a byte is written, so that a checkpoint that cannot be converted is refused at once.
    private static List<(string Name, ReadOnlyMemory<byte> Bytes)> SmallFiles(Checkpoint checkpoint, ConversionPlan plan)
    {
        var files = new TokenizerFiles(checkpoint.Folder);
        var tokenizer = Tokenizer.Load(checkpoint.Folder);
        tokenizer.RequireRows(checkpoint.Folder, checkpoint.Config.VocabularySize);
        return
        [
            (ModelFolder.TokenizerConfig, files.Config()),
            (ModelFolder.TokenizerJson, files.Json(tokenizer)),
            (
                ModelFolder.GenAIConfig,
                GenAIConfigWriter.Write(checkpoint.Config, GenerationConfig.Load(checkpoint.Folder), tokenizer, plan.Target)),
        ];
    }

    private static ManifestFile WriteFile(string folder, string name, ConversionMeter meter, Action<OutputFile> write)
    {
        using var file = new OutputFile(
            new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0),
            name,
            meter);
        write(file);
        return file.Finish();
    }

    private static void Copy(string path, OutputFile destination)
    {
        using var source = File.OpenHandle(path);
        var buffer = new byte[ChunkLength];
        var offset = 0L;
        for (int read; (read = RandomAccess.Read(source, buffer, offset)) > 0; offset += read)
        {
            destination.Write(buffer.AsSpan(0, read));
        }
    }

    // Through a handle: the length FileInfo gives for a symbolic link, as hub caches use, is the link's own.
    private static long LengthOf(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }

    private static void RequireEmpty(string output)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
        {
            throw new InternLM3Exception($"{output} exists and is not an empty folder; name another output folder or delete it first.");
        }
    }

    private static void RequireSpace(string folder, long bytes)
    {
        if (DiskSpace.Available(folder) is { } free && free < bytes)
        {
            throw new InternLM3Exception(
                $"The model folder needs {bytes} bytes and the disk of {folder} has {free} free; "
                + "free some space or name a folder on another disk.");
        }
    }

    private static void Discard(string partial)
    {
        try
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The conversion's own error matters more than a partial folder that stays: without a manifest nothing loads it.
        }
    }
}
