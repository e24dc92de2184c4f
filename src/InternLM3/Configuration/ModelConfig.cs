namespace InternLM3.Configuration;

/// <summary>An InternLM3 architecture, read from a checkpoint's <c>config.json</c>; there are no assumed values.</summary>
public sealed record ModelConfig
{
    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads a layer.</summary>
    public required int AttentionHeadCount { get; init; }

    /// <summary>Key and value heads a layer; divides <see cref="AttentionHeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head; even.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Rows of the embedding and of the head; may be more than the tokenizer has tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Epsilon of the RMS normalisations.</summary>
    public required double RmsNormEpsilon { get; init; }

    /// <summary>Base of the rotary embedding up to <see cref="MaxPositionEmbeddings"/>.</summary>
    public required double RopeTheta { get; init; }

    /// <summary>Factor of the dynamic NTK scaling beyond <see cref="MaxPositionEmbeddings"/>, or null when the model has none.</summary>
    public required double? DynamicNtkFactor { get; init; }

    /// <summary>Positions the model was trained on.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Whether the head uses the embedding's weights.</summary>
    public required bool TieWordEmbeddings { get; init; }

    /// <summary>The stop tokens <c>config.json</c> itself names; <c>generation_config.json</c> usually names more.</summary>
    public required IReadOnlyList<int> EosTokenIds { get; init; }

    /// <summary>The most tokens of a sequence by default: keys and values of longer ones take memory that few need.</summary>
    internal const int MaxDefaultContextLength = 8192;

    /// <summary>The tokens of a sequence by default.</summary>
    internal int DefaultContextLength => Math.Min(MaxPositionEmbeddings, MaxDefaultContextLength);

    /// <summary>Reads and checks a checkpoint's or model folder's <c>config.json</c>.</summary>
    /// <exception cref="ModelFormatException">A key is missing, contradicts another, or asks for what InternLM3 is not.</exception>
    public static ModelConfig Load(string folder)
    {
        var file = ConfigFile.Read(Path.Combine(folder, ModelFolder.Config));
        Require(file, "model_type", file.FindString("model_type"), "internlm3", "this library runs InternLM3 only");
        Require(file, "hidden_act", file.FindString("hidden_act"), "silu", "InternLM3 uses SwiGLU");
        foreach (var key in (string[])["bias", "qkv_bias"])
        {
            if (file.FindBoolean(key) == true)
            {
                throw file.Wrong(key, "is true; checkpoints with biases are not supported");
            }
        }

        var heads = file.Positive("num_attention_heads");
        var keyValueHeads = file.Positive("num_key_value_heads");
        var hidden = file.Positive("hidden_size");
        if (heads % keyValueHeads != 0)
        {
            throw file.Wrong("num_key_value_heads", $"is {keyValueHeads}, which does not divide num_attention_heads {heads}");
        }

        var headDimension = file.FindPositive("head_dim") ?? (hidden % heads == 0
            ? hidden / heads
            : throw file.Wrong("head_dim", "is missing and hidden_size is no multiple of num_attention_heads"));
        return new ModelConfig
        {
            HiddenSize = hidden,
            IntermediateSize = file.Positive("intermediate_size"),
            LayerCount = file.Positive("num_hidden_layers"),
            AttentionHeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDimension = headDimension % 2 == 0 ? headDimension : throw file.Wrong("head_dim", $"is {headDimension} and must be even"),
            VocabularySize = file.Positive("vocab_size"),
            RmsNormEpsilon = Above(file, "rms_norm_eps", 0),
            RopeTheta = Above(file, "rope_theta", 1),
            DynamicNtkFactor = ReadRopeScaling(file),
            MaxPositionEmbeddings = file.Positive("max_position_embeddings"),
            TieWordEmbeddings = file.FindBoolean("tie_word_embeddings") ?? false,
            EosTokenIds = file.Integers("eos_token_id"),
        };
    }

    /// <summary>Requires a <c>config.json</c> that <see cref="Load"/> accepts.</summary>
    /// <exception cref="ModelFormatException">A key is missing, contradicts another, or asks for what InternLM3 is not.</exception>
    internal static void RequireSupported(string folder) => Load(folder);

    private static double? ReadRopeScaling(ConfigFile file)
    {
        if (file.FindObject("rope_scaling") is not { } scaling)
        {
            return null;
        }

        var (newer, older) = (scaling.FindString("rope_type"), scaling.FindString("type"));
        if (newer is not null && older is not null && newer != older)
        {
            throw scaling.Wrong("rope_scaling", $"says rope_type {newer} and type {older}");
        }

        return (newer ?? older) switch
        {
            "default" => null,
            "dynamic" => Above(scaling, "factor", 0),
            null => throw scaling.Wrong("rope_scaling.rope_type", "is missing"),
            var other => throw scaling.Wrong("rope_scaling.rope_type", $"is {other}; only dynamic and default are supported"),
        };
    }

    private static double Above(ConfigFile file, string key, double limit) =>
        file.Number(key) is var value && value > limit ? value : throw file.Wrong(key, $"must be above {limit} and is {value}");

    private static void Require(ConfigFile file, string key, string? actual, string expected, string reason)
    {
        if (actual != expected)
        {
            throw file.Wrong(key, actual is null ? "is missing" : $"is {actual} and must be {expected}: {reason}");
        }
    }
}
