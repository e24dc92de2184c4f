using InternLM3.Sampling;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Sampling;

public sealed class SamplerTests
{
    private const int Draws = 40_000;

    public static TheoryData<SamplingOptions> Distributions => new()
    {
        new SamplingOptions(),
        new SamplingOptions { Temperature = 0.5f },
        new SamplingOptions { Temperature = 2, TopK = 7 },
        new SamplingOptions { TopP = 0.6f },
        new SamplingOptions { MinP = 0.2f },
        new SamplingOptions { TopP = 0.9f, MinP = 0.05f },
        new SamplingOptions { TopK = 12, TopP = 0.8f },
        new SamplingOptions { TopK = 30, TopP = 0.95f, MinP = 0.1f, Temperature = 1.3f },
        new SamplingOptions { TopK = 1000 },
        SamplingOptions.ModelCard,
    };

    [Theory]
    [MemberData(nameof(Distributions), DisableDiscoveryEnumeration = true)]
    public void Choose_ManyDraws_FollowsThePlainDistribution(SamplingOptions options)
    {
        var logits = Logits(seed: 4, count: 100);
        logits[3] = float.NegativeInfinity;
        var expected = PlainSampling.Probabilities(logits, options);
        var sampler = new Sampler(options, [], seed: 9);
        var counts = new int[logits.Length];

        for (var i = 0; i < Draws; i++)
        {
            counts[sampler.Choose([.. logits])]++;
        }

        for (var i = 0; i < logits.Length; i++)
        {
            // Five standard deviations of a binomial count, and a few draws where so little is expected that its tail is longer;
            // nothing that is cut off may ever turn up.
            var bound = expected[i] == 0 ? 0 : (5 * Math.Sqrt(Draws * expected[i] * (1 - expected[i]))) + 3;
            Assert.InRange(counts[i], (Draws * expected[i]) - bound, (Draws * expected[i]) + bound);
        }
    }

    [Theory]
    [InlineData(200, 0.9f)]
    [InlineData(300, 0.9f)]
    [InlineData(1500, 1f)]
    public void Choose_LargeTopK_FollowsThePlainDistribution(int topK, float topP)
    {
        // Above 256 another way of finding the best is taken.
        var options = new SamplingOptions { TopK = topK, TopP = topP, MinP = 0.001f };
        var logits = Logits(seed: 4, count: 2000);
        var expected = PlainSampling.Probabilities(logits, options);
        var sampler = new Sampler(options, [], seed: 9);
        var counts = new int[logits.Length];

        for (var i = 0; i < Draws / 8; i++)
        {
            counts[sampler.Choose([.. logits])]++;
        }

        for (var i = 0; i < logits.Length; i++)
        {
            var bound = expected[i] < 1e-12 ? 0 : (5 * Math.Sqrt(Draws / 8 * expected[i])) + 3;
            Assert.InRange(counts[i], (Draws / 8 * expected[i]) - bound, (Draws / 8 * expected[i]) + bound);
        }
    }

    [Fact]
    public void Choose_TopKBeyondEveryVocabulary_IsNoTopK() =>
        Assert.Equal(
            new Sampler(new SamplingOptions(), [], seed: 2).Choose(Logits(seed: 1, count: 50)),
            new Sampler(new SamplingOptions { TopK = int.MaxValue }, [], seed: 2).Choose(Logits(seed: 1, count: 50)));

    [Fact]
    public void Options_WithTheSameValues_AreEqual() => Assert.Equal(new SamplingOptions { TopK = 3 }, new SamplingOptions { TopK = 3 });

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(1f, 1)]
    public void Choose_Greedy_TakesTheFirstOfTheLargest(float temperature, int topK)
    {
        var sampler = new Sampler(new SamplingOptions { Temperature = temperature, TopK = topK }, [], seed: 1);

        Assert.Equal(2, sampler.Choose([1, 2, 7, 3, 7]));
    }

    [Fact]
    public void Choose_EqualLogits_GivesTheSameDrawsWithTopPAsWithTopK()
    {
        // Both ways of sorting must settle ties by id, or a seed would mean different things to them.
        float[] logits = [.. Enumerable.Repeat(1f, 32)];
        var byTopK = new Sampler(new SamplingOptions { TopK = 16 }, [], seed: 6);
        var byTopP = new Sampler(new SamplingOptions { TopP = 0.5f }, [], seed: 6);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(byTopK.Choose([.. logits]), byTopP.Choose([.. logits]));
        }
    }

    [Fact]
    public void Choose_OneTokenAllowed_TakesIt()
    {
        var logits = Enumerable.Repeat(float.NegativeInfinity, 300).ToArray();
        logits[217] = -50;

        foreach (var options in new[] { new SamplingOptions(), SamplingOptions.ModelCard, SamplingOptions.Greedy, new() { TopP = 0.5f } })
        {
            Assert.Equal(217, new Sampler(options, [], seed: 3).Choose([.. logits]));
        }
    }

    [Fact]
    public void Penalize_EveryPenalty_EqualsThePlainOne()
    {
        var options = new SamplingOptions
        {
            RepetitionPenalty = 1.3f,
            FrequencyPenalty = 0.4f,
            PresencePenalty = -0.7f,
            LogitBias = new Dictionary<int, float> { [5] = 3, [20] = -100 },
        };
        int[] prompt = [1, 2, 2, 30];
        int[] output = [2, 5, 5, 5, 40];
        var logits = Logits(seed: 2, count: 60);
        var sampler = new Sampler(options, prompt, seed: 1);
        foreach (var token in output)
        {
            sampler.Accept(token);
        }

        float[] actual = [.. logits];
        sampler.Penalize(actual);

        Assert.Equal(PlainSampling.Penalized(logits, options, prompt, output), actual.Select(logit => (double)logit), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    private static float[] Logits(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 8) - 4))];
    }
}
