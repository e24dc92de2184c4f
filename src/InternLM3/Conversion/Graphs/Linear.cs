namespace InternLM3.Conversion.Graphs;

/// <summary>A linear layer without bias, as graphs use it: how its weight is stored and which node multiplies by it.</summary>
internal abstract class Linear
{
    /// <summary>Adds the layer to a graph: [..., in] to [..., out].</summary>
    /// <returns>The name of the output, which is <paramref name="name"/>.</returns>
    public abstract string Apply(OnnxGraph graph, string name, string input);
}
