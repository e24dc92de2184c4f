namespace InternLM3.Retrieval.Storage;

/// <summary>
/// Reciprocal rank fusion with k = 60: a document's score is the sum over the rankings of 1 / (k + rank), ranks from 1. Cormack, Clarke and
/// Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
/// </summary>
internal static class RankFusion
{
    private const double K = 60;

    /// <summary>The fused ranking, best first; equal scores keep the order in which the rankings list them.</summary>
    public static List<(long Id, double Score)> Fuse(params ReadOnlySpan<IReadOnlyList<long>> rankings)
    {
        var scores = new Dictionary<long, double>();
        foreach (var ranking in rankings)
        {
            for (var rank = 0; rank < ranking.Count; rank++)
            {
                scores[ranking[rank]] = scores.GetValueOrDefault(ranking[rank]) + (1 / (K + rank + 1));
            }
        }

        return [.. scores.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => entry.Value)];
    }
}
