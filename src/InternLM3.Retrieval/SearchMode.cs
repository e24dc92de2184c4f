namespace InternLM3.Retrieval;

/// <summary>What a search ranks by.</summary>
public enum SearchMode
{
    /// <summary><see cref="Hybrid"/> where an embedding generator is registered, <see cref="FullText"/> where none is.</summary>
    Auto,

    /// <summary>The words: BM25.</summary>
    FullText,

    /// <summary>The meaning: the cosine of vectors. Needs an embedding generator.</summary>
    Vector,

    /// <summary>Both, by reciprocal rank fusion. Needs an embedding generator.</summary>
    Hybrid,
}
