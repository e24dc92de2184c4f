using InternLM3.Sampling;

namespace InternLM3.Tests.Sampling;

public sealed class LogprobsTests
{
    private static readonly float[] s_logits = [1, 3, -2, 3, 0.5f];

    [Fact]
    public void Measure_ARow_GivesLogSoftmaxAndTheBestFirst()
    {
        var logprobs = new Logprobs(alternatives: 3);
        float[] row = [.. s_logits];

        logprobs.Measure(row);
        Array.Fill(row, 0);

        Assert.Equal([1, 3, 0], logprobs.Alternatives.Select(alternative => alternative.TokenId));
        Assert.Equal(Expected(2), logprobs.Of(2), 1e-6);
        Assert.Equal(Expected(1), logprobs.Alternatives[0].Logprob, 1e-6);
    }

    [Fact]
    public void Measure_HugeLogits_DoesNotOverflow()
    {
        var logprobs = new Logprobs(alternatives: 0);

        logprobs.Measure([1e30f, 0, -1e30f]);

        Assert.Equal(0, logprobs.Of(0));
        Assert.Empty(logprobs.Alternatives);
    }

    private static double Expected(int token) => s_logits[token] - Math.Log(s_logits.Sum(logit => Math.Exp(logit)));
}
