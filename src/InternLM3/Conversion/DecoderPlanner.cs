using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>
/// Plans the weights of a checkpoint in the precisions of a plan. The checkpoint must stay open until the layout is written.
/// </summary>
/// <param name="checkpoint">The checkpoint that is read.</param>
/// <param name="plan">The plan of the conversion.</param>
/// <param name="layout">The weights file, which the tensors are added to.</param>
internal sealed class DecoderPlanner(Checkpoint checkpoint, ConversionPlan plan, WeightsLayout layout)
{
    private const string EmbeddingName = "model.embed_tokens.weight";

    private readonly DenseTensors _dense = new(checkpoint, layout);
    private readonly BlockTensors _blocks = new(checkpoint, plan, layout);
    private readonly AwqTensors _awq = new(checkpoint, plan, layout);

    /// <summary>Plans every tensor of the architecture, in the order the graph uses them.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, has the wrong shape or type, or is not of this architecture.</exception>
    public DecoderWeights Plan()
    {
        var config = checkpoint.Config;
        long[] table = [config.VocabularySize, config.HiddenSize];
        var (embedding, tied) = Embedding(table);
        var layers = Enumerable.Range(0, config.LayerCount).Select(Layer).ToArray();
        var norm = Norm("model.norm.weight");
        var head = config.TieWordEmbeddings
            ? plan.Head == plan.Embedding ? tied : Stored(EmbeddingName, "lm_head.weight", plan.Head, table)
            : Stored("lm_head.weight", "lm_head.weight", plan.Head, table);
        checkpoint.RequireAllTaken();
        return new DecoderWeights { Embedding = embedding, Layers = layers, FinalNorm = norm, Head = head, Activations = plan.Activations };
    }

    private LayerWeights Layer(int index)
    {
        var config = checkpoint.Config;
        var (hidden, intermediate) = (config.HiddenSize, config.IntermediateSize);
        var queryWidth = (long)config.AttentionHeadCount * config.HeadDimension;
        var keyWidth = (long)config.KeyValueHeadCount * config.HeadDimension;
        var prefix = $"model.layers.{index}";
        return new LayerWeights
        {
            InputNorm = Norm($"{prefix}.input_layernorm.weight"),
            Query = Linear($"{prefix}.self_attn.q_proj", queryWidth, hidden),
            Key = Linear($"{prefix}.self_attn.k_proj", keyWidth, hidden),
            Value = Linear($"{prefix}.self_attn.v_proj", keyWidth, hidden),
            Output = Linear($"{prefix}.self_attn.o_proj", hidden, queryWidth),
            PostAttentionNorm = Norm($"{prefix}.post_attention_layernorm.weight"),
            Gate = Linear($"{prefix}.mlp.gate_proj", intermediate, hidden),
            Up = Linear($"{prefix}.mlp.up_proj", intermediate, hidden),
            Down = Linear($"{prefix}.mlp.down_proj", hidden, intermediate),
        };
    }

    private StoredTensor Norm(string name) => _dense.Add(name, name, plan.Activations, checkpoint.Config.HiddenSize);

    private Linear Linear(string module, long outputs, long inputs) => plan.Awq
        ? new BlockLinear(_awq.Add(module, outputs, inputs), plan.AccuracyLevel)
        : Stored($"{module}.weight", $"{module}.weight", plan.Precision, outputs, inputs);

    private Linear Stored(string source, string name, WeightPrecision precision, params ReadOnlySpan<long> shape) =>
        BitsOf(precision) is { } bits
            ? new BlockLinear(_blocks.Add(source, name, bits, shape[0], shape[1]), plan.AccuracyLevel)
            : new DenseLinear(_dense.Add(source, name, TypeOf(precision), shape), plan.Activations);

    // The embedding, and the head that shares its bytes if the checkpoint ties them.
    private (Embedding Embedding, Linear Tied) Embedding(params ReadOnlySpan<long> shape)
    {
        if (BitsOf(plan.Embedding) is { } bits)
        {
            var matrix = _blocks.Add(EmbeddingName, EmbeddingName, bits, shape[0], shape[1]);
            return (new BlockEmbedding(matrix), new BlockLinear(matrix, plan.AccuracyLevel));
        }

        var tensor = _dense.Add(EmbeddingName, EmbeddingName, TypeOf(plan.Embedding), shape);
        return (new DenseEmbedding(tensor, plan.Activations), new DenseLinear(tensor, plan.Activations));
    }

    private static int? BitsOf(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Int4 => 4,
        WeightPrecision.Int8 => 8,
        _ => null,
    };

    private static ElementType TypeOf(WeightPrecision precision) =>
        precision == WeightPrecision.Fp16 ? ElementType.Float16 : ElementType.Float;
}
