using InternLM3.Chat;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Sampling;
using InternLM3.Tokenization;

namespace InternLM3;

/// <summary>A loaded model: tokenizer, numbers, engine. It owns them all. Safe for concurrent use.</summary>
public sealed class InternLM3Model : IAsyncDisposable, IDisposable
{
    private InternLM3Model(
        string folder, string id, ModelConfig config, Tokenizer tokenizer, GenerationEngine engine, IReadOnlyList<int> stopTokens, RememberedReplies replies)
    {
        Folder = folder;
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
    public string Folder { get; }

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
    /// Loads a model folder, or a Hugging Face checkpoint folder, which is converted into a cache once (safe when several
    /// processes start together).
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="progress">Hears of a conversion, when there is one.</param>
    /// <param name="cancellationToken">Ends the conversion or the load.</param>
    /// <exception cref="ModelFormatException">The folder is not what it should be.</exception>
    /// <exception cref="InternLM3Exception">The machine lacks memory or a native library.</exception>
    public static async Task<InternLM3Model> LoadAsync(
        string path,
        InternLM3Options? options = null,
        IProgress<ConversionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new InternLM3Options();
        options.Validate();
        var folder = Path.GetFullPath(path);
        var id = options.ModelId ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (!File.Exists(Path.Combine(folder, ModelFolder.Manifest)))
        {
            folder = await ModelCache
                .GetOrConvertAsync(folder, options.Conversion, options.CacheDirectory, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        return await Task.Run(() => Open(folder, id, options), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends every request and frees the model. Safe to call more than once.</summary>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => Engine.Dispose();

    private static InternLM3Model Open(string folder, string id, InternLM3Options options)
    {
        ModelManifest.Check(folder);
        var config = ModelConfig.Load(folder);
        var generation = GenerationConfig.Load(folder);
        var tokenizer = Tokenizer.Load(folder);
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ModelFormatException(
                folder, $"the tokenizer has {tokenizer.VocabularySize} tokens and the model {config.VocabularySize} rows; they do not belong together.");
        }

        var contextLength = options.ContextLength ?? Math.Min(config.MaxPositionEmbeddings, InternLM3Options.DefaultMaxContextLength);
        if (contextLength > config.MaxPositionEmbeddings && config.DynamicNtkFactor is null)
        {
            throw new UnsupportedOptionException(
                nameof(options.ContextLength), $"is {contextLength}; this model was trained on {config.MaxPositionEmbeddings} positions and has no scaling beyond them.");
        }

        var backend = new OnnxRuntimeBackend(folder, config, new OnnxRuntimeOptions
        {
            ContextLength = contextLength,
            MaxSequences = options.MaxConcurrentSequences,
            KeyValueMemoryBudget = options.KeyValueMemoryBudget,
            Threads = options.Threads,
        });
        var engine = new GenerationEngine(backend, config, new EngineOptions
        {
            PrefillChunkSize = options.PrefillChunkSize,
            MaxQueueLength = options.MaxQueueLength,
            TokenCount = tokenizer.VocabularySize,
            TimeProvider = options.TimeProvider,
        });
        IReadOnlyList<int> stopTokens = [.. config.EosTokenIds.Concat(generation.EosTokenIds).Append(tokenizer.Special.ImEnd).Distinct()];
        return new InternLM3Model(folder, id, config, tokenizer, engine, stopTokens, new RememberedReplies(options.RememberedReplyTokens))
        {
            DefaultSampling = options.Sampling ?? generation.Sampling,
            Memory = backend.Memory,
        };
    }
}
