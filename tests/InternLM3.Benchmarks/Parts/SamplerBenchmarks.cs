using BenchmarkDotNet.Attributes;
using InternLM3.Sampling;

namespace InternLM3.Benchmarks.Parts;

/// <summary>One token chosen from 128,512 logits, normally distributed (sigma 2.5), after a prompt of 2,000 tokens.</summary>
[MemoryDiagnoser]
public class SamplerBenchmarks
{
    private const int VocabularySize = 128_512;
    private const int PromptTokens = 2_000;

    private readonly float[] _logits = new float[VocabularySize];
    private readonly float[] _row = new float[VocabularySize];
    private Sampler _sampler = null!;

    /// <summary>The sampling to measure.</summary>
    [Params("model card", "greedy", "top-p alone", "everything")]
    public string Sampling { get; set; } = "";

    /// <summary>Draws the logits and makes the sampler.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(5);
        for (var i = 0; i < VocabularySize; i++)
        {
            _logits[i] = (float)(2.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        SamplingOptions options = Sampling switch
        {
            "model card" => SamplingOptions.ModelCard,
            "greedy" => SamplingOptions.Greedy,
            "top-p alone" => new() { TopP = 0.8f },
            _ => SamplingOptions.ModelCard with { Temperature = 0.7f, MinP = 0.05f, FrequencyPenalty = 0.1f, PresencePenalty = 0.1f },
        };
        var prompt = Enumerable.Range(0, PromptTokens).Select(_ => random.Next(VocabularySize)).ToArray();
        _sampler = new Sampler(options, prompt, seed: 3);
    }

    /// <summary>Penalties, filters and the draw, and the copy of the row, which the sampler overwrites.</summary>
    [Benchmark]
    public int Choose()
    {
        CopyOfTheRow();
        _sampler.Penalize(_row);
        return _sampler.Choose(_row);
    }

    /// <summary>The copy alone: take it off the other line.</summary>
    [Benchmark(Baseline = true)]
    public void CopyOfTheRow() => _logits.CopyTo(_row, 0);
}
