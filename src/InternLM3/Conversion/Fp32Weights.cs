using System.Runtime.InteropServices;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>Plans the weights of a checkpoint as fp32. The checkpoint must stay open until the plan is carried out.</summary>
/// <param name="checkpoint">Where the numbers come from.</param>
/// <param name="layout">The plan to add to.</param>
internal sealed class Fp32Weights(Checkpoint checkpoint, WeightsLayout layout)
{
    // 1 MiB of fp32 at a time: what a conversion holds in memory, and how late it notices that it was cancelled.
    private const int ChunkElements = 1 << 18;

    private readonly float[] _chunk = new float[ChunkElements];
    private readonly byte[] _scratch = new byte[ChunkElements * sizeof(float)];

    /// <summary>Plans every tensor of the architecture, in the order the graph uses them.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, has the wrong shape or type, or is not of this architecture.</exception>
    public DecoderWeights Plan()
    {
        var config = checkpoint.Config;
        var embedding = Tensor("model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        var layers = Enumerable.Range(0, config.LayerCount).Select(Layer).ToArray();
        var norm = Tensor("model.norm.weight", config.HiddenSize);
        var head = config.TieWordEmbeddings ? embedding : Tensor("lm_head.weight", config.VocabularySize, config.HiddenSize);
        checkpoint.RequireAllTaken();
        return new DecoderWeights { Embedding = embedding, Layers = layers, FinalNorm = norm, Head = new Linear(head) };
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
            InputNorm = Tensor($"{prefix}.input_layernorm.weight", hidden),
            Query = Linear($"{prefix}.self_attn.q_proj", queryWidth, hidden),
            Key = Linear($"{prefix}.self_attn.k_proj", keyWidth, hidden),
            Value = Linear($"{prefix}.self_attn.v_proj", keyWidth, hidden),
            Output = Linear($"{prefix}.self_attn.o_proj", hidden, queryWidth),
            PostAttentionNorm = Tensor($"{prefix}.post_attention_layernorm.weight", hidden),
            Gate = Linear($"{prefix}.mlp.gate_proj", intermediate, hidden),
            Up = Linear($"{prefix}.mlp.up_proj", intermediate, hidden),
            Down = Linear($"{prefix}.mlp.down_proj", hidden, intermediate),
        };
    }

    private Linear Linear(string name, long outputs, long inputs) => new(Tensor($"{name}.weight", outputs, inputs));

    private StoredTensor Tensor(string name, params ReadOnlySpan<long> shape)
    {
        var source = checkpoint.Take(name, shape);
        var count = 1L;
        foreach (var size in shape)
        {
            count *= size;
        }

        return layout.Add(name, ElementType.Float, source.Shape, count * sizeof(float), file =>
        {
            for (var start = 0L; start < count; start += ChunkElements)
            {
                var chunk = _chunk.AsSpan(0, (int)Math.Min(ChunkElements, count - start));
                checkpoint.Read(source, start, chunk, _scratch);
                file.Write(MemoryMarshal.AsBytes(chunk));
            }
        });
    }
}
