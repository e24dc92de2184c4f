namespace InternLM3.Conversion.Graphs;

/// <summary>The weights of one decoder layer.</summary>
internal sealed record LayerWeights
{
    /// <summary>The norm before attention, [hidden].</summary>
    public required StoredTensor InputNorm { get; init; }

    /// <summary>Hidden to query heads.</summary>
    public required Linear Query { get; init; }

    /// <summary>Hidden to key heads.</summary>
    public required Linear Key { get; init; }

    /// <summary>Hidden to value heads.</summary>
    public required Linear Value { get; init; }

    /// <summary>Query heads to hidden.</summary>
    public required Linear Output { get; init; }

    /// <summary>The norm before the feed-forward layer, [hidden].</summary>
    public required StoredTensor PostAttentionNorm { get; init; }

    /// <summary>Hidden to intermediate, through the activation.</summary>
    public required Linear Gate { get; init; }

    /// <summary>Hidden to intermediate.</summary>
    public required Linear Up { get; init; }

    /// <summary>Intermediate to hidden.</summary>
    public required Linear Down { get; init; }
}
