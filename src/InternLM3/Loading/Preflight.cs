using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tokenization;

namespace InternLM3.Loading;

/// <summary>
/// What every load checks before it touches the native runtime, in milliseconds: nothing but names, sizes and small files is read. It
/// keeps what the load needs of them.
/// </summary>
internal sealed record Preflight
{
    /// <summary>The folder's manifest; its files are there with their sizes.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary>The architecture.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The stop tokens and sampling of <c>generation_config.json</c>.</summary>
    public required GenerationConfig Generation { get; init; }

    /// <summary>The tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Tokens a sequence can hold.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The tokens that end a turn: those of both configurations, and the end of a message, which one of them may forget.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Checks a model folder.</summary>
    /// <exception cref="ModelFormatException">A file is missing, cut, or contradicts another.</exception>
    /// <exception cref="UnsupportedOptionException">An option does not fit the model.</exception>
    /// <exception cref="InternLM3Exception">The memory is not there.</exception>
    public static Preflight Check(string folder, InternLM3Options options, ComputeDevice device = ComputeDevice.Cpu)
    {
        var manifest = ModelManifest.Check(folder);
        RequireTarget(folder, manifest.Target, device);
        if (options.Conversion.Precision is { } wanted && ConversionPlan.NameOf(wanted) != manifest.Precision)
        {
            throw new UnsupportedOptionException(
                nameof(options.Conversion),
                $"asks for {ConversionPlan.NameOf(wanted)} and {folder} was converted to {manifest.Precision}; "
                + "give the checkpoint's folder, or leave it out.");
        }

        var config = ModelConfig.Load(folder);
        var generation = GenerationConfig.Load(folder);
        var tokenizer = Tokenizer.Load(folder);
        RequireRows(folder, config, tokenizer);
        var contextLength = ContextOf(config, options);
        var weights = manifest.Files.Where(file => file.Name == ModelFolder.Weights).Sum(file => file.Length);
        if (device == ComputeDevice.Cpu)
        {
            LoadMemory.Of(config, options, contextLength, weights, LoadMemory.IsHalf(manifest.Target, manifest.Precision))
                .Require(MachineMemory.Limit);
        }

        return new Preflight
        {
            Manifest = manifest,
            Config = config,
            Generation = generation,
            Tokenizer = tokenizer,
            ContextLength = contextLength,
            StopTokens = StopsOf(folder, config, generation, tokenizer),
        };
    }

    /// <summary>Requires a model folder that <see cref="Check"/> accepts, and throws what it throws.</summary>
    public static void Require(string folder, InternLM3Options options, ComputeDevice device) => Check(folder, options, device);

    /// <summary>
    /// Requires a folder that was converted for the device: the attention on CUDA has no fp32, and fp16 is slow on a processor.
    /// </summary>
    /// <exception cref="ModelFormatException">It was converted for the other one.</exception>
    public static void RequireTarget(string folder, string target, ComputeDevice device)
    {
        if (!IsFor(target, device))
        {
            throw new ModelFormatException(folder, device == ComputeDevice.Cpu
                ? "was converted for a GPU and the processor is to run it; "
                    + "convert the checkpoint with internlm3 convert --target cpu, or use a GPU."
                : "was converted for the processor and a GPU is to run it; "
                    + "convert the checkpoint with internlm3 convert --target cuda, or set Device to Cpu.");
        }
    }

    /// <summary>Whether a folder of this target is for this device.</summary>
    public static bool IsFor(string target, ComputeDevice device) =>
        (target == ConversionPlan.NameOf(ConversionTarget.Cuda)) == (device == ComputeDevice.Cuda);

    /// <summary>Requires a row of weights for every token.</summary>
    /// <exception cref="ModelFormatException">There are fewer.</exception>
    public static void RequireRows(string folder, ModelConfig config, Tokenizer tokenizer) =>
        tokenizer.RequireRows(folder, config.VocabularySize);

    /// <summary>Returns the context length these options give the model.</summary>
    /// <exception cref="UnsupportedOptionException">The model has no such context.</exception>
    public static int ContextOf(ModelConfig config, InternLM3Options options)
    {
        var contextLength = options.ContextLength ?? config.DefaultContextLength;
        return contextLength <= config.MaxPositionEmbeddings || config.DynamicNtkFactor is not null
            ? contextLength
            : throw new UnsupportedOptionException(
                nameof(options.ContextLength),
                $"is {contextLength}; this model was trained on {config.MaxPositionEmbeddings} positions and has no scaling beyond them.");
    }

    /// <summary>Returns the tokens that end a turn.</summary>
    /// <exception cref="ModelFormatException">One is beyond the model's rows.</exception>
    public static IReadOnlyList<int> StopsOf(string folder, ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
    {
        int[] stops = [.. config.EosTokenIds.Concat(generation.EosTokenIds).Append(tokenizer.Special.ImEnd).Distinct()];
        return stops.FirstOrDefault(id => id < 0 || id >= config.VocabularySize, -1) is var wrong and not -1
            ? throw new ModelFormatException(
                folder,
                $"names {wrong} as a stop token (eos_token_id) and the model has {config.VocabularySize} rows; "
                + "the configuration is of another model, download it again.")
            : stops;
    }
}
