using InternLM3.Configuration;

namespace InternLM3.Conversion.Graphs;

/// <summary>
/// The graph for other runtimes, <c>model.onnx</c>, with ONNX Runtime GenAI's interface. Inputs: <c>input_ids</c> int64 [batch, sequence];
/// <c>attention_mask</c> int64 [batch, total], 1 for tokens, past and new, and 0 for padding on the right;
/// <c>past_key_values.N.key/value</c> [batch, kv_heads, past, head_dim]. Outputs: <c>logits</c> fp32 [batch, 1, vocabulary], of each row's
/// last token; <c>present.N.key/value</c>.
/// </summary>
/// <remarks>
/// The logits are declared and computed as one row, because GenAI allocates what is declared: prompt x vocabulary numbers otherwise. The
/// rotary tables are plain RoPE and reach as far as the model was trained.
/// </remarks>
internal static class PortableGraph
{
    /// <summary>Builds the ModelProto.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights, the same as the engine's graph has.</param>
    /// <param name="cosines">The rotary cosines of all positions, [positions, head_dim / 2], of the activations' type.</param>
    /// <param name="sines">The rotary sines, of the same shape and type.</param>
    public static ReadOnlyMemory<byte> Build(ModelConfig config, DecoderWeights weights, StoredTensor cosines, StoredTensor sines)
    {
        var graph = new OnnxGraph("internlm3", ModelFolder.Weights);
        graph.Input("input_ids", ElementType.Int64, "batch", "sequence");
        graph.Input("attention_mask", ElementType.Int64, "batch", "total");
        graph.Output("logits", ElementType.Float, "batch", 1, config.VocabularySize);
        var layers = new DecoderLayers(graph, config, weights);
        layers.DeclareCaches("past", "total");

        var one = graph.Constant("one", 1);
        var length = graph.Node("ReduceSum", "", "length", ["attention_mask", one], new NodeAttribute("keepdims", 0));
        var last = graph.Node("Sub", "", "last", [length, one]);
        var total = Size(graph, "attention_mask");
        var hidden = layers.Build(
            "input_ids",
            graph.Cast("last_positions", last, ElementType.Int32),
            graph.Cast("total_length", total, ElementType.Int32),
            graph.Stored(cosines),
            graph.Stored(sines));

        // A prompt padded on the right ends before its last column; appended to a past, and with one token, the last column is the token.
        var lastColumn = graph.Node("Sub", "", "last_column", [Size(graph, "input_ids"), one]);
        var column = graph.Node("Min", "", "column", [last, lastColumn]);
        var index = graph.Node("Reshape", "", "column_index", [column, graph.Constant("column_shape", -1, 1, 1)]);
        layers.Head(graph.Node("GatherND", "", "wanted_rows", [hidden, index], new NodeAttribute("batch_dims", 1)));
        return graph.ToModel();
    }

    // The second dimension of an input, as a scalar.
    private static string Size(OnnxGraph graph, string input)
    {
        var size = graph.Node("Shape", "", $"{input}.width", [input], new NodeAttribute("start", 1), new NodeAttribute("end", 2));
        return graph.Node("Squeeze", "", $"{input}.columns", [size]);
    }
}
