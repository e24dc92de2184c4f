using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using Microsoft.Extensions.Logging;

namespace InternLM3.Loading;

/// <summary>The result of a load. Its owner disposes the engine first, then the folder.</summary>
/// <param name="Id">The id responses carry.</param>
/// <param name="Cached">The model folder in use; for a checkpoint, the converted one.</param>
/// <param name="Preflight">The checked contents of the folder.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Memory">The memory that keys and values take.</param>
internal sealed record OpenedModel(string Id, CachedModel Cached, Preflight Preflight, GenerationEngine Engine, KeyValueMemory Memory)
{
    /// <summary>
    /// Opens a model on the runtime and device its options lead to, after a download and a conversion where they are necessary and allowed.
    /// </summary>
    /// <param name="path">A model folder, a checkpoint folder or a repository.</param>
    /// <param name="options">Options that were validated.</param>
    /// <param name="logger">Logs which runtime and device were chosen, and why.</param>
    /// <param name="progress">Receives the progress of a download and a conversion; null for none.</param>
    /// <param name="cancellationToken">Ends the download, the conversion or the load.</param>
    public static async Task<OpenedModel> OpenAsync(
        string path, InternLM3Options options, ILogger logger, IProgress<ModelLoadProgress>? progress, CancellationToken cancellationToken)
    {
        var reference = ModelReference.Parse(path);
        var id = options.ModelId ?? reference.ModelId;
        var source = await reference.GetFolderAsync(options, progress, cancellationToken).ConfigureAwait(false);
        var choice = BackendChoice.Make(options, source, logger);
        var folder = File.Exists(Path.Combine(source, ModelFolder.Manifest))
            ? new CachedModel(source, null)
            : await ModelCache.OpenAsync(
                source,
                ConversionFor(choice.Device, options.Conversion),
                options.CacheDirectory,
                ModelReference.Converting(progress),
                cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Open(id, folder, options, choice), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static OpenedModel Open(string id, CachedModel cached, InternLM3Options options, BackendChoice choice)
    {
        var folder = cached.Folder;
        var preflight = Preflight.Check(folder, options, choice.Device);
        var config = preflight.Config;
        var settings = new BackendSettings
        {
            Device = choice.Device,
            Cuda = options.Cuda,
            ContextLength = preflight.ContextLength,
            MaxSequences = options.MaxConcurrentSequences,
            KeyValueMemoryBudget = options.KeyValueMemoryBudget,
            Threads = options.Threads,
        };
        var backend = choice.Provider.Open(folder, config, settings);

        // There may be less memory later: a model that is opened again gets the sequences it had, or the error says why it cannot.
        settings = settings with { MaxSequences = backend.Memory.Sequences };
        var engine = new GenerationEngine(backend, config, new EngineOptions
        {
            PrefillChunkSize = options.PrefillChunkSize,
            MaxQueueLength = options.MaxQueueLength,
            MaxDraftTokens = options.MaxDraftTokens,
            TokenCount = preflight.Tokenizer.VocabularySize,
            TimeProvider = options.TimeProvider,
            IdleUnload = options.IdleUnload,
        }, () => choice.Provider.Open(folder, config, settings));
        return new OpenedModel(id, cached, preflight, engine, backend.Memory);
    }

    // The attention on CUDA has no fp32, so a GPU runs no other target.
    private static ConversionOptions ConversionFor(ComputeDevice device, ConversionOptions options) =>
        device == ComputeDevice.Cuda ? options with { Target = ConversionTarget.Cuda } : options;
}
