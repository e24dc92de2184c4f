namespace InternLM3.Retrieval.Storage;

/// <summary>
/// BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), over all terms
/// of a query; a term in title or headings counts twice.
/// </summary>
/// <param name="passageCounts">How many passages have each term of the query.</param>
/// <param name="passages">How many passages there are.</param>
/// <param name="averageLength">The average number of terms in a passage.</param>
internal sealed class Bm25(IReadOnlyDictionary<string, long> passageCounts, long passages, double averageLength)
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const int HeadingWeight = 2;

    /// <summary>The score of a passage, 0 or more.</summary>
    public double Score(Passage passage)
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        var length = Count(passage.Text, 1, frequencies);
        Count($"{passage.Title} {passage.Heading}", HeadingWeight, frequencies);
        var score = 0.0;
        foreach (var (term, frequency) in frequencies)
        {
            var rarity = Math.Log(1 + ((passages - passageCounts[term] + 0.5) / (passageCounts[term] + 0.5)));
            score += rarity * frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * length / averageLength))));
        }

        return score;
    }

    private int Count(string text, int weight, Dictionary<string, int> frequencies)
    {
        var length = 0;
        foreach (var term in SearchTerms.Of(text))
        {
            length++;
            if (passageCounts.ContainsKey(term))
            {
                frequencies[term] = frequencies.GetValueOrDefault(term) + weight;
            }
        }

        return length;
    }
}
