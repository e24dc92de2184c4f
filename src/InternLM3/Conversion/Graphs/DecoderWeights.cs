namespace InternLM3.Conversion.Graphs;

/// <summary>The weights of the whole decoder, as every graph of a model folder uses them.</summary>
internal sealed record DecoderWeights
{
    /// <summary>The embedding, [vocabulary, hidden].</summary>
    public required Embedding Embedding { get; init; }

    /// <summary>The layers, first to last.</summary>
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>The norm after the last layer, [hidden].</summary>
    public required StoredTensor FinalNorm { get; init; }

    /// <summary>Hidden to vocabulary.</summary>
    public required Linear Head { get; init; }

    /// <summary>
    /// The type of activations, norms, keys and values: <see cref="ElementType.Float"/> or <see cref="ElementType.Float16"/>.
    /// </summary>
    public required ElementType Activations { get; init; }
}
