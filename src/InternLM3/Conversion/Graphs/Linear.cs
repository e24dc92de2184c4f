namespace InternLM3.Conversion.Graphs;

/// <summary>
/// A linear layer without bias, as graphs use it: how its weight is stored and which node multiplies by it. Here the weight is fp32 in
/// the checkpoint's own layout, [out, in].
/// </summary>
/// <param name="weight">The stored weight.</param>
/// <remarks>
/// FusedMatMul with transB reads [out, in] as it is. ONNX Runtime packs the weight when it loads, from either layout into the same form,
/// so nothing is gained by transposing while converting, and a head tied to the embedding shares its bytes. Measured on two cores with
/// 2048 x 5120, 256 x 704 and 2048 x 32000 weights and 1, 4 and 128 rows: MatMul on [in, out], FusedMatMul and Gemm are equally fast.
/// </remarks>
internal sealed class Linear(StoredTensor weight)
{
    /// <summary>Adds the layer to a graph: [..., in] to [..., out].</summary>
    /// <returns>The name of the output, which is <paramref name="name"/>.</returns>
    public string Apply(OnnxGraph graph, string name, string input) =>
        graph.Node("FusedMatMul", OnnxGraph.Microsoft, name, [input, graph.Stored(weight)], new NodeAttribute("transB", 1));
}
