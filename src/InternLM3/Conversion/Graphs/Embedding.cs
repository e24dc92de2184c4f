namespace InternLM3.Conversion.Graphs;

/// <summary>The embedding as graphs use it: how it is stored and which nodes look tokens up.</summary>
internal abstract class Embedding
{
    /// <summary>Adds the look-up to a graph: ids [...] to rows [..., hidden] of the activations' type.</summary>
    /// <returns>The name of the output.</returns>
    public abstract string Apply(OnnxGraph graph, string tokens);
}
