namespace InternLM3.Conversion.Graphs;

/// <summary>A linear layer whose weight is quantised in blocks, multiplied by com.microsoft.MatMulNBits.</summary>
/// <param name="weight">The weight, [out, in].</param>
/// <param name="accuracyLevel">
/// The operator's accuracy_level: 4 rounds activations to int8, block by block; 0 leaves them as they are.
/// </param>
internal sealed class BlockLinear(BlockMatrix weight, int accuracyLevel) : Linear
{
    /// <inheritdoc/>
    public override string Apply(OnnxGraph graph, string name, string input)
    {
        string[] inputs =
        [
            input,
            graph.Stored(weight.Weights),
            graph.Stored(weight.Scales),
            .. weight.ZeroPoints is { } zeros ? [graph.Stored(zeros)] : (string[])[],
        ];
        return graph.Node("MatMulNBits", OnnxGraph.Microsoft, name, inputs,
            new NodeAttribute("K", weight.Columns), new NodeAttribute("N", weight.Rows), new NodeAttribute("bits", weight.Bits),
            new NodeAttribute("block_size", weight.BlockSize), new NodeAttribute("accuracy_level", accuracyLevel));
    }
}
