using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>Tests whether two models differ over the same questions.</summary>
internal static class PairedTest
{
    private const int Resamples = 10_000;

    /// <summary>
    /// McNemar's exact test (1947), two-sided: whether the questions that only one run has right are split between the runs as by a fair
    /// coin.
    /// </summary>
    /// <param name="onlyFirst">The number of questions only the first run has right.</param>
    /// <param name="onlySecond">The number of questions only the second run has right.</param>
    /// <returns>The probability of a split at least as uneven when both are equally good.</returns>
    public static double McNemar(int onlyFirst, int onlySecond)
    {
        var n = onlyFirst + onlySecond;
        var tail = 0.0;
        // Of C(n, k) / 2^n, which is too small for a double when n is large.
        var logarithm = -n * Math.Log(2);
        for (var k = 0; k <= Math.Min(onlyFirst, onlySecond); k++)
        {
            tail += Math.Exp(logarithm);
            logarithm += Math.Log(n - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>
    /// The paired bootstrap (Efron, 1979) of the mean difference: its 95 % percentile interval and two-sided p over 10,000 resamples of
    /// the questions.
    /// </summary>
    /// <param name="differences">Second minus first, one per question; at least one.</param>
    public static (double Low, double High, double P) Bootstrap(IReadOnlyList<double> differences)
    {
        var random = new RandomSource(1);
        var means = new double[Resamples];
        for (var i = 0; i < means.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < differences.Count; j++)
            {
                sum += differences[random.Next(0, differences.Count - 1)];
            }

            means[i] = sum / differences.Count;
        }

        Array.Sort(means);
        var (below, above) = (means.Count(mean => mean <= 0), means.Count(mean => mean >= 0));

        // One is added to both counts: resampling cannot show a p of exactly 0 (Davison and Hinkley, 1997).
        var p = Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (Resamples + 1));
        return (means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples) - 1], p);
    }
}
