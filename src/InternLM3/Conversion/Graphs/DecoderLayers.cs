using InternLM3.Configuration;

namespace InternLM3.Conversion.Graphs;

/// <summary>
/// The part of the decoder that all graphs share: embedding, layers and final norm. InternLM3 is a Llama-shaped decoder: RMSNorm before
/// attention and before a SwiGLU feed-forward layer, rotary grouped-query attention, no biases, no scaling of embedding or logits.
/// </summary>
/// <param name="graph">The graph to add nodes to; it must have the inputs named below and the caches.</param>
/// <param name="config">The architecture.</param>
/// <param name="weights">The weights.</param>
internal sealed class DecoderLayers(OnnxGraph graph, ModelConfig config, DecoderWeights weights)
{
    /// <summary>
    /// Declares the caches, <c>past_key_values.N.key/value</c> and <c>present.N.key/value</c>, of the activations' type, [batch, kv_heads,
    /// positions, head_dim].
    /// </summary>
    /// <param name="past">The name of the positions before a run.</param>
    /// <param name="present">The name of the positions after it; the same name for caches that never grow.</param>
    public void DeclareCaches(string past, string present)
    {
        Dimension[] before = ["batch", config.KeyValueHeadCount, past, config.HeadDimension];
        Dimension[] after = ["batch", config.KeyValueHeadCount, present, config.HeadDimension];
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            foreach (var part in (ReadOnlySpan<string>)["key", "value"])
            {
                graph.Input($"past_key_values.{layer}.{part}", weights.Activations, before);
                graph.Output($"present.{layer}.{part}", weights.Activations, after);
            }
        }
    }

    /// <summary>Adds the head and names its fp32 output <c>logits</c>.</summary>
    /// <param name="hidden">Rows of the normalised hidden state.</param>
    public void Head(string hidden)
    {
        if (weights.Activations == ElementType.Float)
        {
            weights.Head.Apply(graph, "logits", hidden);
        }
        else
        {
            graph.Cast("logits", weights.Head.Apply(graph, "head", hidden), ElementType.Float);
        }
    }

    /// <summary>Adds the nodes from token ids to the final norm.</summary>
    /// <param name="tokens">Token ids, int64 [batch, sequence].</param>
    /// <param name="lastPositions">int32 [batch]: each row's length, past and new, less one.</param>
    /// <param name="totalLength">int32 scalar: the longest row's length, past and new.</param>
    /// <param name="cosines">Rotary cosines, of the activations' type, [positions, head_dim / 2].</param>
    /// <param name="sines">Rotary sines, of the same shape.</param>
    /// <returns>The normalised hidden state, of the activations' type, [batch, sequence, hidden].</returns>
    public string Build(string tokens, string lastPositions, string totalLength, string cosines, string sines)
    {
        var residual = weights.Embedding.Apply(graph, tokens);
        var normalised = Norm("layers.0.input_norm", residual, weights.Layers[0].InputNorm);
        for (var i = 0; i < weights.Layers.Count; i++)
        {
            var (layer, prefix) = (weights.Layers[i], $"layers.{i}");
            var attended = Attention(i, prefix, layer, normalised, [lastPositions, totalLength, cosines, sines]);
            (normalised, residual) = AddAndNorm($"{prefix}.post_attention_norm", residual, attended, layer.PostAttentionNorm);
            var fed = FeedForward(prefix, layer, normalised);
            (normalised, residual) = i + 1 < weights.Layers.Count
                ? AddAndNorm($"layers.{i + 1}.input_norm", residual, fed, weights.Layers[i + 1].InputNorm)
                : AddAndNorm("final_norm", residual, fed, weights.FinalNorm);
        }

        return normalised;
    }

    private string Attention(int index, string prefix, LayerWeights layer, string input, string[] positions)
    {
        var output = $"{prefix}.attention";
        graph.Node(
            "GroupQueryAttention",
            OnnxGraph.Microsoft,
            output,
            [
                layer.Query.Apply(graph, $"{prefix}.query", input),
                layer.Key.Apply(graph, $"{prefix}.key", input),
                layer.Value.Apply(graph, $"{prefix}.value", input),
                $"past_key_values.{index}.key",
                $"past_key_values.{index}.value",
                .. positions,
            ],
            [output, $"present.{index}.key", $"present.{index}.value"],
            [
                new NodeAttribute("num_heads", config.AttentionHeadCount),
                new NodeAttribute("kv_num_heads", config.KeyValueHeadCount),
                new NodeAttribute("scale", (float)(1 / Math.Sqrt(config.HeadDimension))),
                new NodeAttribute("do_rotary", 1),
                new NodeAttribute("rotary_interleaved", 0),
            ]);
        return layer.Output.Apply(graph, $"{prefix}.attention_output", output);
    }

    private string FeedForward(string prefix, LayerWeights layer, string input)
    {
        var gate = layer.Gate.Apply(graph, $"{prefix}.gate", input);
        var sigmoid = graph.Node("Sigmoid", "", $"{prefix}.gate_sigmoid", [gate]);
        var silu = graph.Node("Mul", "", $"{prefix}.silu", [gate, sigmoid]);
        var up = layer.Up.Apply(graph, $"{prefix}.up", input);
        return layer.Down.Apply(graph, $"{prefix}.down", graph.Node("Mul", "", $"{prefix}.gated", [silu, up]));
    }

    private string Norm(string name, string input, StoredTensor scale) =>
        graph.Node("SimplifiedLayerNormalization", "", name, [input, graph.Stored(scale)],
            new NodeAttribute("axis", -1), new NodeAttribute("epsilon", (float)config.RmsNormEpsilon), new NodeAttribute("stash_type", 1));

    // One node adds the branch to the residual stream, gives the sum as its fourth output and the normalised sum as its first.
    private (string Normalised, string Sum) AddAndNorm(string name, string residual, string branch, StoredTensor scale)
    {
        var sum = $"{name}.residual";
        graph.Node("SkipSimplifiedLayerNormalization", OnnxGraph.Microsoft, name, [branch, residual, graph.Stored(scale)],
            [name, "", "", sum], [new NodeAttribute("epsilon", (float)config.RmsNormEpsilon)]);
        return (name, sum);
    }
}
