using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>Whether two models differ over the same questions.</summary>
internal static class PairedTest
{
    private const int Resamples = 10_000;

    /// <summary>
    /// McNemar's exact test (1947): of the questions one run has right and the other wrong, are there as many of each kind as a fair coin gives?
    /// Two-sided.
    /// </summary>
    /// <param name="onlyFirst">Questions only the first run has right.</param>
    /// <param name="onlySecond">Questions only the second run has right.</param>
    /// <returns>The probability of a split at least as uneven when both are equally good.</returns>
    public static double McNemar(int onlyFirst, int onlySecond)
    {
        var n = onlyFirst + onlySecond;
        var tail = 0.0;
        var logarithm = -n * Math.Log(2); // of C(n, k) / 2^n, which itself is too small to hold for large n
        for (var k = 0; k <= Math.Min(onlyFirst, onlySecond); k++)
        {
            tail += Math.Exp(logarithm);
            logarithm += Math.Log(n - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>The paired bootstrap (Efron, 1979) of the mean difference: 95 % percentile interval and two-sided p over 10,000 resamples of the questions.</summary>
    /// <param name="differences">Second minus first, one a question; at least one.</param>
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

        // One more of each: a p of exactly 0 is more than resamples can tell (Davison and Hinkley, 1997).
        return (means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples) - 1], Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (Resamples + 1)));
    }
}
