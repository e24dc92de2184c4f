using InternLM3.Retrieval.VectorData;

namespace InternLM3.Retrieval;

/// <summary>
/// Where an agent's passages come from: a <see cref="RetrievalStore"/>, a <see cref="VectorPassageStore{TKey}"/> over a vector database, or
/// a source of your own. Implementations are safe for concurrent use.
/// </summary>
public interface IPassageSource
{
    /// <summary>The passages that fit a query best, best first.</summary>
    /// <param name="query">A question or keywords, in any language; never an expression of a query language.</param>
    /// <param name="top">The most passages, above 0.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<Passage>> SearchAsync(string query, int top, CancellationToken cancellationToken = default);
}
