namespace InternLM3.Conversion.Graphs;

/// <summary>An embedding of floating-point numbers.</summary>
/// <param name="weight">The rows, [vocabulary, hidden].</param>
/// <param name="activations">The type of the output; rows of another type are cast.</param>
internal sealed class DenseEmbedding(StoredTensor weight, ElementType activations) : Embedding
{
    /// <inheritdoc/>
    public override string Apply(OnnxGraph graph, string tokens)
    {
        var rows = graph.Node("Gather", "", "embedding", [graph.Stored(weight), tokens]);
        return weight.Type == activations ? rows : graph.Cast("embedding.cast", rows, activations);
    }
}
