using System.Numerics.Tensors;

namespace InternLM3.Sampling;

/// <summary>Chooses the tokens of one sequence. Not safe for concurrent use.</summary>
internal sealed class Sampler
{
    // Up to here the best are found by one scan with an insertion each; beyond, sorting is faster (8 ms for a whole row of 128,512).
    private const int MostByScan = 256;

    private readonly SamplingOptions _options;
    private readonly Penalties _penalties;
    private readonly RandomSource _random;
    private readonly TopCandidates? _top;
    private float[] _weights = [];
    private int[] _ids = [];

    /// <param name="options">Validated options.</param>
    /// <param name="prompt">The prompt, which the repetition penalty counts.</param>
    /// <param name="seed">The seed of the draws.</param>
    public Sampler(SamplingOptions options, ReadOnlySpan<int> prompt, long seed)
    {
        _options = options;
        _penalties = new Penalties(options, prompt);
        _random = new RandomSource(seed);
        _top = options.TopK is > 0 and <= MostByScan ? new TopCandidates(options.TopK) : null;
    }

    /// <summary>Takes a token into account that was chosen for the output.</summary>
    public void Accept(int token) => _penalties.Accept(token);

    /// <summary>Applies penalties and bias to a row of logits, in place.</summary>
    public void Penalize(Span<float> logits) => _penalties.Apply(logits);

    /// <summary>Chooses a token from a row of logits in which forbidden tokens are minus infinity; the row is overwritten.</summary>
    public int Choose(Span<float> logits)
    {
        if (_options.Temperature == 0 || _options.TopK == 1)
        {
            return Largest.IndexIn(logits);
        }

        if (_options.Temperature != 1)
        {
            TensorPrimitives.Divide(logits, _options.Temperature, logits);
        }

        if (_top is not null && _options.TopK < logits.Length)
        {
            _top.Select(logits);
            var best = _top.Values;
            TensorPrimitives.SoftMax(best, best);
            return _top.Ids[Draw(Nucleus(best))];
        }

        TensorPrimitives.SoftMax(logits, logits);
        var cuts = _options.TopK > 0 && _options.TopK < logits.Length;
        if (!cuts && _options is { TopP: 1, MinP: 0 })
        {
            return Draw(logits);
        }

        var candidates = SortCandidates(logits, all: cuts);
        if (cuts)
        {
            // Top-p counts within what top-k keeps.
            candidates = candidates[..Math.Min(_options.TopK, candidates.Length)];
            TensorPrimitives.Divide(candidates, TensorPrimitives.Sum<float>(candidates), candidates);
        }

        return _ids[Draw(Nucleus(candidates))];
    }

    /// <summary>Cuts probabilities, largest first, by top-p and then by min-p; at least one stays.</summary>
    private Span<float> Nucleus(Span<float> probabilities)
    {
        var count = probabilities.Length;
        if (_options.TopP < 1)
        {
            var sum = 0.0;
            for (count = 0; count < probabilities.Length && sum < _options.TopP; count++)
            {
                sum += probabilities[count];
            }
        }

        var least = _options.MinP * probabilities[0];
        while (count > 1 && probabilities[count - 1] < least)
        {
            count--;
        }

        return probabilities[..count];
    }

    /// <summary>
    /// Every probability that can pass top-p and min-p, largest first, with <see cref="_ids"/> beside. Tokens below (1 - p) / n
    /// together weigh less than 1 - p, so what is left already reaches p without them: they need no sorting.
    /// </summary>
    /// <param name="probabilities">Probabilities of all tokens.</param>
    /// <param name="all">Whether to sort them all, because another filter comes first.</param>
    private Span<float> SortCandidates(ReadOnlySpan<float> probabilities, bool all)
    {
        if (_weights.Length < probabilities.Length)
        {
            _weights = new float[probabilities.Length];
            _ids = new int[probabilities.Length];
        }

        var share = (1 - _options.TopP) / probabilities.Length;
        var floor = all ? 0 : MathF.Max(share, _options.MinP * TensorPrimitives.Max(probabilities));
        var count = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] >= floor)
            {
                // Negated, so that the ascending sort puts the largest first; ties are settled by id below.
                _weights[count] = -probabilities[i];
                _ids[count++] = i;
            }
        }

        _weights.AsSpan(0, count).Sort(_ids.AsSpan(0, count));
        var sorted = _weights.AsSpan(0, count);
        SettleTies(sorted, _ids.AsSpan(0, count));
        TensorPrimitives.Negate(sorted, sorted);
        return sorted;
    }

    /// <summary>Orders equal weights by id, because the sort is not stable and a seed must give the same tokens everywhere.</summary>
    private static void SettleTies(ReadOnlySpan<float> weights, Span<int> ids)
    {
        for (var start = 0; start < weights.Length;)
        {
            var end = start + 1;
            while (end < weights.Length && weights[end] == weights[start])
            {
                end++;
            }

            ids[start..end].Sort();
            start = end;
        }
    }

    /// <summary>Draws a position with the given weights, which need not add up to one.</summary>
    private int Draw(ReadOnlySpan<float> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var left = _random.NextDouble() * total;
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        // Rounding can leave a crumb at the end; it belongs to the last weight that is not zero.
        return weights.LastIndexOfAnyExcept(0f);
    }
}
