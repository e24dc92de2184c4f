using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion.Graphs;

public sealed class QuantizedGraphTests : IDisposable
{
    private static readonly int[] s_prompt = [1, 17, 300, 5, 99, 42, 250, 8, 8, 311];

    // Widths that are multiples of 128, and of 48 and 80, which fill no block of 32, 64 or 128.
    private static readonly SyntheticShape s_even = new() { Hidden = 128, Intermediate = 256, Heads = 8 };
    private static readonly SyntheticShape s_odd = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WeightPrecision.Int4, 32, false)]
    [InlineData(WeightPrecision.Int4, 64, false)]
    [InlineData(WeightPrecision.Int4, 128, false)]
    [InlineData(WeightPrecision.Int4, 32, true)]
    [InlineData(WeightPrecision.Int4, 64, true)]
    [InlineData(WeightPrecision.Int4, 128, true)]
    [InlineData(WeightPrecision.Int8, 32, false)]
    [InlineData(WeightPrecision.Int8, 128, true)]
    public async Task Run_Quantised_EqualsTheForwardPassOfTheStoredNumbers(WeightPrecision precision, int block, bool odd)
    {
        var shape = odd ? s_odd : s_even;
        var options = new ConversionOptions { Precision = precision, BlockSize = block, ExactActivations = true };

        await AssertEqualsStoredAsync(shape, options, 1e-4);
    }

    [Theory]
    [InlineData(WeightPrecision.Fp32, WeightPrecision.Fp16, WeightPrecision.Fp16)]
    [InlineData(WeightPrecision.Fp32, WeightPrecision.Int8, WeightPrecision.Int4)]
    [InlineData(WeightPrecision.Int4, WeightPrecision.Fp32, WeightPrecision.Fp32)]
    [InlineData(WeightPrecision.Int4, WeightPrecision.Int8, WeightPrecision.Fp16)]
    [InlineData(WeightPrecision.Int8, WeightPrecision.Int4, WeightPrecision.Int8)]
    public async Task Run_HeadAndEmbeddingOfTheirOwn_EqualsTheForwardPassOfTheStoredNumbers(WeightPrecision precision, WeightPrecision head, WeightPrecision embedding)
    {
        var options = new ConversionOptions { Precision = precision, HeadPrecision = head, EmbeddingPrecision = embedding, ExactActivations = true };

        await AssertEqualsStoredAsync(s_even, options, 1e-4);
    }

    [Theory]
    [InlineData(WeightPrecision.Int4, null, true)]
    [InlineData(WeightPrecision.Int4, null, false)]
    [InlineData(WeightPrecision.Int8, null, false)]
    [InlineData(WeightPrecision.Fp16, null, false)]
    [InlineData(WeightPrecision.Int4, WeightPrecision.Int8, false)]
    public async Task Run_TiedHead_EqualsTheForwardPassOfTheStoredNumbers(WeightPrecision precision, WeightPrecision? head, bool odd)
    {
        var options = new ConversionOptions { Precision = precision, HeadPrecision = head, ExactActivations = true };

        await AssertEqualsStoredAsync((odd ? s_odd : s_even) with { TieWordEmbeddings = true }, options, precision == WeightPrecision.Fp16 ? 0.1 : 1e-4);
    }

    // fp16 keeps eleven bits: logits of about 2 in spread come out with errors of about 0.01.
    [Theory]
    [InlineData(WeightPrecision.Fp16, ConversionTarget.Cpu)]
    [InlineData(WeightPrecision.Fp16, ConversionTarget.Cuda)]
    [InlineData(WeightPrecision.Int4, ConversionTarget.Cuda)]
    [InlineData(WeightPrecision.Int8, ConversionTarget.Cuda)]
    public async Task Run_Fp16Activations_IsNearTheForwardPassOfTheStoredNumbers(WeightPrecision precision, ConversionTarget target)
    {
        await AssertEqualsStoredAsync(s_even, new ConversionOptions { Precision = precision, Target = target }, 0.05);
        await AssertEqualsStoredAsync(s_odd, new ConversionOptions { Precision = precision, Target = target }, 0.05);
    }

    // Activations as int8: the operator's rounding is part of what is measured, so the bound is wide and the best token must agree nearly always.
    [Theory]
    [InlineData(WeightPrecision.Int4, 32)]
    [InlineData(WeightPrecision.Int4, 128)]
    [InlineData(WeightPrecision.Int8, 32)]
    public async Task Run_QuantisedActivations_IsNearTheForwardPassOfTheStoredNumbers(WeightPrecision precision, int block)
    {
        await AssertEqualsStoredAsync(s_even, new ConversionOptions { Precision = precision, BlockSize = block }, 0.4);
        await AssertEqualsStoredAsync(s_odd, new ConversionOptions { Precision = precision, BlockSize = block }, 0.4);
    }

    [Theory]
    [InlineData(128, "F16")]
    [InlineData(64, "F16")]
    [InlineData(32, "BF16")]
    [InlineData(16, "BF16")]
    public async Task Run_Awq_EqualsTheForwardPassOfTheCheckpointsNumbers(int groupSize, string type)
    {
        var meant = AwqCheckpoint.Write(_folder["awq"], s_even, groupSize, type);
        await ConvertAsync(_folder["awq"], _folder["model"], new ConversionOptions
        {
            ExactActivations = true, HeadPrecision = WeightPrecision.Fp32, EmbeddingPrecision = WeightPrecision.Fp32,
        });
        using var engine = new EngineRun(_folder["model"]);
        var expected = DoubleForward.Run(s_even, meant, "F32", s_prompt);

        Assert.Equal(meant.Select(tensor => (tensor.Name, tensor.Numbers)), new StoredWeights(_folder["model"]).Dequantize(s_even, groupSize).Select(tensor => (tensor.Name, tensor.Numbers)));
        Assert.InRange(Distance(expected, engine.Append(s_prompt, s_prompt.Length - 1)[0]), 0, 1e-4);
    }

    private static double Distance(double[][] expected, float[] last) => expected[^1].Zip(last, (a, b) => Math.Abs(a - b)).Max();

    private static Task ConvertAsync(string checkpoint, string model, ConversionOptions options) =>
        CheckpointConverter.ConvertAsync(checkpoint, model, options, cancellationToken: TestContext.Current.CancellationToken);

    private async Task AssertEqualsStoredAsync(SyntheticShape shape, ConversionOptions options, double tolerance)
    {
        var (checkpoint, model) = (_folder[$"checkpoint{shape.Hidden}"], _folder[$"model{shape.Hidden}"]);
        SyntheticCheckpoint.Write(checkpoint, shape, seed: 7);
        await ConvertAsync(checkpoint, model, options);
        using var engine = new EngineRun(model);
        var stored = new StoredWeights(model);
        var computed = shape with { TieWordEmbeddings = !stored.Names.Contains("lm_head.weight") };
        var expected = DoubleForward.Run(computed, stored.Dequantize(computed, options.BlockSize ?? 32), "F32", s_prompt);

        Assert.InRange(expected[^1].Max() - expected[^1].Min(), 1, 100);
        Assert.InRange(Distance(expected, engine.Append(s_prompt, s_prompt.Length - 1)[0]), 0, tolerance);
    }
}
