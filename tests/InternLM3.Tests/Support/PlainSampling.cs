using InternLM3.Sampling;

namespace InternLM3.Tests.Support;

/// <summary>The probabilities a sampler must draw with, by sorting and in double precision: slow and plain.</summary>
public static class PlainSampling
{
    /// <summary>The probability of each token.</summary>
    /// <param name="logits">Logits; minus infinity is forbidden.</param>
    /// <param name="options">Temperature above 0, top-k, top-p and min-p.</param>
    public static double[] Probabilities(float[] logits, SamplingOptions options)
    {
        var order = Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i).ToList();
        if (options.TopK > 0)
        {
            order = order[..Math.Min(options.TopK, order.Count)];
        }

        var kept = Softmax(order, i => logits[i] / (double)options.Temperature);
        var nucleus = new List<int>();
        var sum = 0.0;
        foreach (var i in order)
        {
            if (nucleus.Count > 0 && (sum >= options.TopP || kept[i] < options.MinP * kept[order[0]]))
            {
                break;
            }

            nucleus.Add(i);
            sum += kept[i];
        }

        var result = new double[logits.Length];
        var total = nucleus.Sum(i => kept[i]);
        foreach (var i in nucleus)
        {
            result[i] = kept[i] / total;
        }

        return result;
    }

    /// <summary>Logits after repetition, frequency and presence penalty and bias.</summary>
    public static double[] Penalized(float[] logits, SamplingOptions options, int[] prompt, int[] output)
    {
        var result = Array.ConvertAll(logits, logit => (double)logit);
        for (var i = 0; i < result.Length; i++)
        {
            if (prompt.Contains(i) || output.Contains(i))
            {
                result[i] = result[i] < 0 ? result[i] * options.RepetitionPenalty : result[i] / options.RepetitionPenalty;
            }

            var count = output.Count(token => token == i);
            result[i] -= (options.FrequencyPenalty * count) + (count > 0 ? options.PresencePenalty : 0);
            result[i] += options.LogitBias.GetValueOrDefault(i);
        }

        return result;
    }

    private static Dictionary<int, double> Softmax(List<int> tokens, Func<int, double> logit)
    {
        var max = tokens.Max(logit);
        var sum = tokens.Sum(i => Math.Exp(logit(i) - max));
        return tokens.ToDictionary(i => i, i => Math.Exp(logit(i) - max) / sum);
    }
}
