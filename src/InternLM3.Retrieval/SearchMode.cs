namespace InternLM3.Retrieval;

/// <summary>How a search ranks passages.</summary>
public enum SearchMode
{
    /// <summary><see cref="Hybrid"/> with an embedding generator, <see cref="FullText"/> without.</summary>
    Auto,

    /// <summary>By words: BM25.</summary>
    FullText,

    /// <summary>By meaning: the cosine of vectors. Needs an embedding generator.</summary>
    Vector,

    /// <summary>By both, with reciprocal rank fusion. Needs an embedding generator.</summary>
    Hybrid,
}
