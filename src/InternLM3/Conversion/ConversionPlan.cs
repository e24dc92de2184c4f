using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>
/// The checked options of a conversion, with every default filled in for one checkpoint: equal plans of equal files give equal folders.
/// </summary>
internal sealed record ConversionPlan
{
    private const int DefaultBlockSize = 32;

    /// <summary>The precision of the layers' weights.</summary>
    public required WeightPrecision Precision { get; init; }

    /// <summary>What the graphs are made for.</summary>
    public required ConversionTarget Target { get; init; }

    /// <summary>The precision of the head.</summary>
    public required WeightPrecision Head { get; init; }

    /// <summary>The precision of the embedding.</summary>
    public required WeightPrecision Embedding { get; init; }

    /// <summary>Weights that share a scale; 0 when nothing is quantised.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Whether the layers are quantised by AWQ and keep its integers.</summary>
    public required bool Awq { get; init; }

    /// <summary>Whether the scales of 4-bit blocks are searched.</summary>
    public required bool ScaleSearch { get; init; }

    /// <summary>MatMulNBits' accuracy_level: 4 multiplies int8 activations, 0 multiplies them as they are.</summary>
    public required int AccuracyLevel { get; init; }

    /// <summary>The type of activations, keys and values.</summary>
    public ElementType Activations =>
        Target == ConversionTarget.Cuda || Precision == WeightPrecision.Fp16 ? ElementType.Float16 : ElementType.Float;

    /// <summary>The plan's settings besides precision and target; the manifest holds them, and the key of the cache covers all.</summary>
    public IReadOnlyDictionary<string, string> Settings => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["accuracy_level"] = FormattableString.Invariant($"{AccuracyLevel}"),
        ["block_size"] = FormattableString.Invariant($"{BlockSize}"),
        ["embeddings"] = NameOf(Embedding),
        ["lm_head"] = NameOf(Head),
        ["scale_search"] = ScaleSearch ? "true" : "false",
        ["scales"] = Awq ? "awq" : "computed",
    };

    /// <summary>The name of a precision or a target in manifests, cache folders and on the command line.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Fills in the defaults of the options and checks them.</summary>
    /// <exception cref="ModelFormatException">config.json cannot be read or its quantisation is not supported.</exception>
    /// <exception cref="UnsupportedOptionException">The options do not fit each other or the checkpoint.</exception>
    public static ConversionPlan Resolve(string checkpointFolder, ConversionOptions options)
    {
        Checkpoint.RequireSmallFiles(checkpointFolder);
        Defined(nameof(options.Target), options.Target);
        foreach (var (name, value) in (ReadOnlySpan<(string, WeightPrecision?)>)[
            (nameof(options.Precision), options.Precision),
            (nameof(options.HeadPrecision), options.HeadPrecision),
            (nameof(options.EmbeddingPrecision), options.EmbeddingPrecision)])
        {
            Defined(name, value ?? default);
        }

        var awq = AwqQuantization.Read(ConfigFile.Read(Path.Combine(checkpointFolder, ModelFolder.Config)));
        var cuda = options.Target == ConversionTarget.Cuda;
        var precision = options.Precision ?? (awq is not null ? WeightPrecision.Int4 : cuda ? WeightPrecision.Fp16 : WeightPrecision.Fp32);

        // AWQ chose its layers' integers by looking at activations and left head and embeddings in fp16: rounding those to 4 bits would be
        // the largest error of the model.
        var outer = cuda ? WeightPrecision.Fp16 : awq is not null ? WeightPrecision.Int8 : precision;
        var plan = new ConversionPlan
        {
            Precision = precision,
            Target = options.Target,
            Head = options.HeadPrecision ?? outer,
            Embedding = options.EmbeddingPrecision ?? outer,
            BlockSize = 0,
            Awq = awq is not null,
            ScaleSearch = options.ScaleSearch,
            AccuracyLevel = options.ExactActivations || cuda ? 0 : 4,
        };
        plan.Require(options, awq);
        return plan.IsQuantized
            ? plan with
            {
                BlockSize = awq?.GroupSize ?? options.BlockSize ?? DefaultBlockSize,
                ScaleSearch = plan.ScaleSearch && plan.HasInt4,
            }
            : plan with { AccuracyLevel = 0, ScaleSearch = false };
    }

    private bool IsQuantized => Precision >= WeightPrecision.Int8 || Head >= WeightPrecision.Int8 || Embedding >= WeightPrecision.Int8;

    private bool HasInt4 =>
        (Precision == WeightPrecision.Int4 && !Awq) || Head == WeightPrecision.Int4 || Embedding == WeightPrecision.Int4;

    private void Require(ConversionOptions options, AwqQuantization? awq)
    {
        if (Target == ConversionTarget.Cuda && Precision == WeightPrecision.Fp32)
        {
            throw new UnsupportedOptionException(
                nameof(options.Precision), "fp32 is not for the target cuda, whose attention computes in fp16; use fp16 or int4.");
        }

        if (awq is not null && Precision != WeightPrecision.Int4)
        {
            throw new UnsupportedOptionException(
                nameof(options.Precision),
                $"{NameOf(Precision)} does not fit this checkpoint, whose weights are 4-bit (AWQ): "
                + "use int4, or convert the original checkpoint.");
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, WeightPrecision)>)[
            (nameof(options.HeadPrecision), Head), (nameof(options.EmbeddingPrecision), Embedding)])
        {
            if (value == WeightPrecision.Fp32 && Activations == ElementType.Float16)
            {
                throw new UnsupportedOptionException(name, "fp32 does not fit a graph that computes in fp16; use fp16, int8 or int4.");
            }
        }

        if (options.BlockSize is not { } block)
        {
            return;
        }

        var problem = block is not (32 or 64 or 128) ? $"is {block}; it must be 32, 64 or 128."
            : !IsQuantized ? $"is {block} and nothing is quantised; leave it out or use int4 or int8."
            : awq is not null && awq.GroupSize != block
                ? $"is {block} and this AWQ checkpoint has groups of {awq.GroupSize}, which are kept; leave it out."
            : null;
        if (problem is not null)
        {
            throw new UnsupportedOptionException(nameof(options.BlockSize), problem);
        }
    }

    private static void Defined<T>(string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new UnsupportedOptionException(name, $"{value} is no {typeof(T).Name}.");
        }
    }
}
