using System.Numerics.Tensors;

namespace InternLM3.Sampling;

/// <summary>Log-probabilities of a row of raw logits. Reused from row to row by one sequence.</summary>
/// <param name="alternatives">How many of the most likely tokens to report.</param>
internal sealed class Logprobs(int alternatives)
{
    private readonly TopCandidates _top = new(Math.Max(1, alternatives));
    private float[] _row = [];
    private float _logNormalizer;

    /// <summary>The most likely tokens of the row last measured, best first.</summary>
    public IReadOnlyList<TokenLogprob> Alternatives { get; private set; } = [];

    /// <summary>Measures a row of logits as the model gave it, and keeps a copy: the sampler overwrites the row.</summary>
    public void Measure(ReadOnlySpan<float> logits)
    {
        Array.Resize(ref _row, logits.Length);
        logits.CopyTo(_row);
        _logNormalizer = LogSumExp(logits);
        if (alternatives == 0)
        {
            return;
        }

        _top.Select(logits);
        var list = new TokenLogprob[_top.Ids.Length];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = new TokenLogprob(_top.Ids[i], _top.Values[i] - _logNormalizer);
        }

        Alternatives = list;
    }

    /// <summary>The log-probability of a token in the row last measured.</summary>
    public float Of(int token) => _row[token] - _logNormalizer;

    /// <summary>The logarithm of the sum of exponentials of a row.</summary>
    public static float LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - max);
        }

        return max + (float)Math.Log(sum);
    }
}
