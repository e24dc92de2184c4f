using InternLM3.Configuration;

namespace InternLM3.Conversion.Graphs;

/// <summary>
/// The graph the engine runs, <c>engine.onnx</c>. Inputs: <c>input_ids</c> int64 [batch, sequence]; <c>seqlens_k</c> int32 [batch], each
/// row's length less one; <c>total_sequence_length</c> int32 scalar; <c>cos_cache</c>, <c>sin_cache</c> fp32 [positions, head_dim / 2];
/// <c>logits_rows</c> int64 [rows], indices into batch x sequence; <c>past_key_values.N.key/value</c> fp32 or fp16 [batch, kv_heads,
/// capacity, head_dim]. Outputs: <c>logits</c> fp32 [rows, vocabulary]; <c>present.N.key/value</c>, shaped as the past.
/// </summary>
/// <remarks>
/// The rotary tables are inputs so that requests with another base need no other model; the head is computed for the rows asked for only.
/// </remarks>
internal static class EngineGraph
{
    /// <summary>Builds the ModelProto.</summary>
    public static ReadOnlyMemory<byte> Build(ModelConfig config, DecoderWeights weights)
    {
        var graph = new OnnxGraph("internlm3-engine", ModelFolder.Weights);
        graph.Input("input_ids", ElementType.Int64, "batch", "sequence");
        graph.Input("seqlens_k", ElementType.Int32, "batch");
        graph.Input("total_sequence_length", ElementType.Int32);
        graph.Input("cos_cache", ElementType.Float, "positions", config.HeadDimension / 2);
        graph.Input("sin_cache", ElementType.Float, "positions", config.HeadDimension / 2);
        graph.Input("logits_rows", ElementType.Int64, "rows");
        graph.Output("logits", ElementType.Float, "rows", config.VocabularySize);
        var layers = new DecoderLayers(graph, config, weights);
        layers.DeclareCaches("capacity", "capacity");

        string[] tables = weights.Activations == ElementType.Float
            ? ["cos_cache", "sin_cache"]
            : [graph.Cast("cosines", "cos_cache", weights.Activations), graph.Cast("sines", "sin_cache", weights.Activations)];
        var hidden = layers.Build("input_ids", "seqlens_k", "total_sequence_length", tables[0], tables[1]);
        var flat = graph.Node("Reshape", "", "hidden_rows", [hidden, graph.Constant("hidden_rows_shape", -1, config.HiddenSize)]);
        var wanted = graph.Node("Gather", "", "wanted_rows", [flat, "logits_rows"]);
        layers.Head(wanted);
        return graph.ToModel();
    }
}
