using InternLM3.Retrieval.VectorData;

namespace InternLM3.Retrieval;

/// <summary>
/// A source of passages for an agent: a <see cref="RetrievalStore"/>, a <see cref="VectorPassageStore{TKey}"/> over a vector database, or
/// your own. Implementations are safe for concurrent use.
/// </summary>
public interface IPassageSource
{
    /// <summary>Returns the passages that match a query best, best first.</summary>
    /// <param name="query">A question or keywords, in any language; never an expression of a query language.</param>
    /// <param name="top">The most passages to return, above 0.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    Task<IReadOnlyList<Passage>> SearchAsync(string query, int top, CancellationToken cancellationToken = default);
}
