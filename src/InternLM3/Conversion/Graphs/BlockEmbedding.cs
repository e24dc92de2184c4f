namespace InternLM3.Conversion.Graphs;

/// <summary>
/// An embedding quantised in blocks; com.microsoft.GatherBlockQuantized dequantises the rows it looks up. The bytes are those of a linear
/// layer's weight, so a head tied to the embedding shares them.
/// </summary>
/// <param name="weight">The rows, [vocabulary, hidden].</param>
internal sealed class BlockEmbedding(BlockMatrix weight) : Embedding
{
    /// <inheritdoc/>
    public override string Apply(OnnxGraph graph, string tokens)
    {
        var stored = weight.Weights;
        var flat = stored with { Name = $"{stored.Name}.rows", Shape = [weight.Rows, stored.Shape[1] * stored.Shape[2]] };
        string[] inputs =
        [
            graph.Stored(flat),
            tokens,
            graph.Stored(weight.Scales),
            .. weight.ZeroPoints is { } zeros ? [graph.Stored(zeros)] : (string[])[],
        ];
        var rows = graph.Node("GatherBlockQuantized", OnnxGraph.Microsoft, "embedding", inputs,
            new NodeAttribute("gather_axis", 0), new NodeAttribute("quantize_axis", 1),
            new NodeAttribute("block_size", weight.BlockSize), new NodeAttribute("bits", weight.Bits));
        return weight.Columns % weight.BlockSize == 0
            ? rows
            : graph.Node("Slice", "", "embedding.cut",
                [
                    rows,
                    graph.Constant("embedding.start", 0),
                    graph.Constant("embedding.end", weight.Columns),
                    graph.Constant("embedding.axis", -1),
                ]);
    }
}
