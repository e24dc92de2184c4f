namespace InternLM3.Conversion.Graphs;

/// <summary>A linear layer whose weight is floating-point, in the checkpoint's own layout, [out, in].</summary>
/// <param name="weight">The stored weight.</param>
/// <param name="activations">The type of input and output; another type of weight is cast, once, when ONNX Runtime loads the graph.</param>
/// <remarks>
/// FusedMatMul with transB reads [out, in] as it is. ONNX Runtime packs the weight when it loads, from either layout into the same form,
/// so nothing is gained by transposing while converting, and a head tied to the embedding shares its bytes. Measured on two cores with
/// 2048 x 5120, 256 x 704 and 2048 x 32000 weights and 1, 4 and 128 rows: MatMul on [in, out], FusedMatMul and Gemm are equally fast.
/// </remarks>
internal sealed class DenseLinear(StoredTensor weight, ElementType activations) : Linear
{
    /// <inheritdoc/>
    public override string Apply(OnnxGraph graph, string name, string input)
    {
        var stored = graph.Stored(weight);
        var typed = weight.Type == activations ? stored : graph.Cast($"{name}.weight", stored, activations);
        return graph.Node("FusedMatMul", OnnxGraph.Microsoft, name, [input, typed], new NodeAttribute("transB", 1));
    }
}
