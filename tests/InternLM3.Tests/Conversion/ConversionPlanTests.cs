using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class ConversionPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConversionPlanTests() => SyntheticCheckpoint.Write(_folder.Path, new SyntheticShape { Layers = 1 }, seed: 1);

    public void Dispose() => _folder.Dispose();

    public static TheoryData<ConversionOptions, string, string> Refused() => new()
    {
        { new() { Target = ConversionTarget.Cuda, Precision = WeightPrecision.Fp32 }, "Precision", "fp32 is not for the target cuda" },
        { new() { Target = ConversionTarget.Cuda, HeadPrecision = WeightPrecision.Fp32 }, "HeadPrecision", "does not fit a graph that computes in fp16" },
        { new() { Precision = WeightPrecision.Fp16, EmbeddingPrecision = WeightPrecision.Fp32 }, "EmbeddingPrecision", "does not fit a graph that computes in fp16" },
        { new() { BlockSize = 32 }, "BlockSize", "nothing is quantised" },
        { new() { Precision = WeightPrecision.Int4, BlockSize = 48 }, "BlockSize", "must be 32, 64 or 128" },
        { new() { Precision = (WeightPrecision)9 }, "Precision", "9 is no WeightPrecision" },
        { new() { HeadPrecision = (WeightPrecision)9 }, "HeadPrecision", "9 is no WeightPrecision" },
        { new() { Target = (ConversionTarget)9 }, "Target", "9 is no ConversionTarget" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Resolve_OptionsThatDoNotGoTogether_AreRefusedByName(ConversionOptions options, string name, string problem)
    {
        var error = Assert.Throws<UnsupportedOptionException>(() => ConversionPlan.Resolve(_folder.Path, options));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_Defaults_AreFp32ForTheCpuAndFp16ForCuda()
    {
        var cpu = ConversionPlan.Resolve(_folder.Path, new ConversionOptions());
        var cuda = ConversionPlan.Resolve(_folder.Path, new ConversionOptions { Target = ConversionTarget.Cuda });

        Assert.Equal((WeightPrecision.Fp32, WeightPrecision.Fp32, WeightPrecision.Fp32), (cpu.Precision, cpu.Head, cpu.Embedding));
        Assert.Equal((WeightPrecision.Fp16, WeightPrecision.Fp16, WeightPrecision.Fp16), (cuda.Precision, cuda.Head, cuda.Embedding));
    }

    [Fact]
    public void NameOf_DifferentPlans_AreDifferentFolders()
    {
        ConversionOptions[] options =
        [
            new(),
            new() { Target = ConversionTarget.Cuda },
            new() { Precision = WeightPrecision.Fp16 },
            new() { Precision = WeightPrecision.Int8 },
            new() { Precision = WeightPrecision.Int4 },
            new() { Precision = WeightPrecision.Int4, Target = ConversionTarget.Cuda },
            new() { Precision = WeightPrecision.Int4, BlockSize = 64 },
            new() { Precision = WeightPrecision.Int4, ScaleSearch = false },
            new() { Precision = WeightPrecision.Int4, ExactActivations = true },
            new() { Precision = WeightPrecision.Int4, HeadPrecision = WeightPrecision.Int8 },
            new() { Precision = WeightPrecision.Int4, EmbeddingPrecision = WeightPrecision.Fp16 },
        ];

        var names = options.Select(Name).ToArray();

        Assert.Equal(names, names.Distinct());
        Assert.Equal(Name(new() { Precision = WeightPrecision.Int4 }), Name(new() { Precision = WeightPrecision.Int4, BlockSize = 32, HeadPrecision = WeightPrecision.Int4 }));
        Assert.Equal(Name(new()), Name(new() { Precision = WeightPrecision.Fp32, ScaleSearch = false }));
    }

    private string Name(ConversionOptions options) =>
        ModelCache.NameOf(_folder.Path, ConversionPlan.Resolve(_folder.Path, options), TestContext.Current.CancellationToken);
}
