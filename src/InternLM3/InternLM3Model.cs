using InternLM3.Chat;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Diagnostics;
using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tokenization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3;

/// <summary>A loaded model: tokenizer, numbers, engine. It owns them all. Safe for concurrent use.</summary>
public sealed class InternLM3Model : IAsyncDisposable, IDisposable
{
    private readonly CachedModel _cached;

    private InternLM3Model(
        CachedModel cached, string id, ModelConfig config, Tokenizer tokenizer, GenerationEngine engine, IReadOnlyList<int> stopTokens, RememberedReplies replies)
    {
        _cached = cached;
        Id = id;
        Config = config;
        Tokenizer = tokenizer;
        Engine = engine;
        StopTokens = stopTokens;
        Replies = replies;
        Constraints = new AnswerConstraints(tokenizer, stopTokens);
    }

    /// <summary>The id responses carry.</summary>
    public string Id { get; }

    /// <summary>The model folder in use; for a checkpoint, the converted one.</summary>
    public string Folder => _cached.Folder;

    /// <summary>The architecture's numbers.</summary>
    public ModelConfig Config { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The engine, for requests below the chat level: token ids in, token ids out.</summary>
    public GenerationEngine Engine { get; }

    /// <summary>Tokens a sequence can hold, prompt and answer together.</summary>
    public int ContextLength => Engine.Capabilities.ContextLength;

    /// <summary>The tokens that end a turn.</summary>
    public IReadOnlyList<int> StopTokens { get; }

    /// <summary>Sampling where a request says nothing.</summary>
    public required SamplingOptions DefaultSampling { get; init; }

    /// <summary>What keys and values take.</summary>
    public required KeyValueMemory Memory { get; init; }

    /// <summary>Makes the constraints of this model's answers.</summary>
    internal AnswerConstraints Constraints { get; }

    /// <summary>The turns this model generated.</summary>
    internal RememberedReplies Replies { get; }

    /// <summary>
    /// Loads a model folder, a Hugging Face checkpoint folder, which is converted into a cache once (safe when several processes start together), or a
    /// repository, which is downloaded once if <see cref="InternLM3Options.AllowDownload"/> says so.
    /// </summary>
    /// <param name="path">The folder, or <c>owner/name[@revision]</c>. A path that exists is always a folder.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="progress">Hears of a download and a conversion, when there is one; null for <see cref="InternLM3Options.Progress"/>.</param>
    /// <param name="cancellationToken">Ends the download, the conversion or the load.</param>
    /// <exception cref="Download.DownloadException">The repository is not on this machine and may not, or could not, be downloaded.</exception>
    /// <exception cref="ModelFormatException">The folder is not what it should be.</exception>
    /// <exception cref="InternLM3Exception">The machine lacks memory or a native library, or no runtime can use the device that was asked for.</exception>
    public static Task<InternLM3Model> LoadAsync(
        string path,
        InternLM3Options? options = null,
        IProgress<ModelLoadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        LoadAsync(path, options, NullLogger.Instance, progress, cancellationToken);

    /// <summary>
    /// The folder a model path stands for, as a load finds it, for work below the model: a tokenizer, a conversion. A repository that is
    /// not on this machine is downloaded once if <see cref="InternLM3Options.AllowDownload"/> says so; nothing is converted or loaded.
    /// </summary>
    /// <param name="path">A folder, or <c>owner/name[@revision]</c>. What exists is a folder, and so is what does not and has another form;
    /// it is not looked into.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="progress">Hears of a download, when there is one; null for <see cref="InternLM3Options.Progress"/>.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="Download.DownloadException">The repository is not on this machine and may not, or could not, be downloaded.</exception>
    public static Task<string> ResolveFolderAsync(
        string path,
        InternLM3Options? options = null,
        IProgress<ModelLoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new InternLM3Options();
        options.Validate();
        return ModelReference.Parse(path).GetFolderAsync(options, progress ?? options.Progress, cancellationToken);
    }

    /// <summary>As the public one, saying which runtime and device were chosen, and why.</summary>
    internal static async Task<InternLM3Model> LoadAsync(
        string path, InternLM3Options? options, ILogger logger, IProgress<ModelLoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new InternLM3Options();
        options.Validate();
        progress ??= options.Progress;
        var reference = ModelReference.Parse(path);
        var id = options.ModelId ?? reference.ModelId;
        var source = await reference.GetFolderAsync(options, progress, cancellationToken).ConfigureAwait(false);
        var choice = BackendChoice.Make(options, source, logger);
        var cached = File.Exists(Path.Combine(source, ModelFolder.Manifest))
            ? new CachedModel(source, null)
            : await ModelCache.OpenAsync(source, ConversionFor(choice.Device, options.Conversion), options.CacheDirectory, ModelReference.Converting(progress), cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Open(cached, id, options, choice), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            cached.Dispose();
            throw;
        }
    }

    /// <summary>Ends every request and frees the model. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync().ConfigureAwait(false);
        _cached.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>.</summary>
    public void Dispose()
    {
        Engine.Dispose();
        _cached.Dispose();
    }

    private static InternLM3Model Open(CachedModel cached, string id, InternLM3Options options, BackendChoice choice)
    {
        var folder = cached.Folder;
        var preflight = Preflight.Check(folder, options, choice.Device);
        var (config, tokenizer) = (preflight.Config, preflight.Tokenizer);
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

        // The memory may have become less since: a model that is opened again gets the sequences it had, or says why it cannot.
        settings = settings with { MaxSequences = backend.Memory.Sequences };
        var engine = new GenerationEngine(backend, config, new EngineOptions
        {
            PrefillChunkSize = options.PrefillChunkSize,
            MaxQueueLength = options.MaxQueueLength,
            MaxDraftTokens = options.MaxDraftTokens,
            TokenCount = tokenizer.VocabularySize,
            TimeProvider = options.TimeProvider,
            IdleUnload = options.IdleUnload,
        }, () => choice.Provider.Open(folder, config, settings));
        return new InternLM3Model(cached, id, config, tokenizer, engine, preflight.StopTokens, new RememberedReplies(options.RememberedReplyTokens))
        {
            DefaultSampling = options.Sampling ?? preflight.Generation.Sampling,
            Memory = backend.Memory,
        };
    }

    // Nothing else would run there: the attention on CUDA has no fp32.
    private static ConversionOptions ConversionFor(ComputeDevice device, ConversionOptions options) =>
        device == ComputeDevice.Cuda ? options with { Target = ConversionTarget.Cuda } : options;
}
