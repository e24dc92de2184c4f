namespace InternLM3.AspNetCore.Metrics;

/// <summary>What was measured with one instrument: a sum, and the buckets of a histogram. Thread-safe.</summary>
internal sealed class Series(bool isHistogram)
{
    // From a token of a small model to the prefill of a long prompt of a large one, in seconds.
    private static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[s_bounds.Length];
    private double _sum;
    private long _count;

    /// <summary>Adds a measurement.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
            _count++;
            if (isHistogram)
            {
                var bucket = Array.FindIndex(s_bounds, bound => value <= bound);
                if (bucket >= 0)
                {
                    _buckets[bucket]++;
                }
            }
        }
    }

    /// <summary>Clears the sum, for a gauge that is about to be observed.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _sum = 0;
        }
    }

    /// <summary>The sum, the count, and how many measurements were at most each bound.</summary>
    public (double Sum, long Count, IReadOnlyList<(double Bound, long Count)> Buckets) Read()
    {
        lock (_lock)
        {
            var total = 0L;
            return (_sum, _count, [.. isHistogram ? s_bounds.Select((bound, i) => (bound, total += _buckets[i])) : []]);
        }
    }
}
