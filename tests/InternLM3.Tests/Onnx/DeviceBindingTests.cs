using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Tests.Onnx;

/// <summary>The way of binding that a GPU needs, on the processor: inputs bound before each run, keys and values moved by the memory that holds them.</summary>
public sealed class DeviceBindingTests : IDisposable
{
    private const int Context = 256;

    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(ConversionTarget.Cpu)]
    [InlineData(ConversionTarget.Cuda)]
    public async Task Decode_InputsBoundEachRun_GivesTheLogitsOfInputsReadInPlace(ConversionTarget target)
    {
        var folder = await ModelCache.GetOrConvertAsync(InternLM3Tiny.CheckpointPath, new ConversionOptions { Target = target }, _cache.Path);
        using var inPlace = Open(folder, new HostMemory());
        using var bound = Open(folder, new HostMemory(readsHostInPlace: false));

        Assert.Equal(Run(inPlace), Run(bound));
    }

    [Fact]
    public async Task Constructor_CudaGraph_IsRefusedByName()
    {
        var folder = await ModelCache.GetOrConvertAsync(InternLM3Tiny.CheckpointPath, new ConversionOptions(), _cache.Path);

        var error = Assert.Throws<UnsupportedOptionException>(() => new OnnxRuntimeBackend(
            folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context, Device = ComputeDevice.Cuda, Cuda = new CudaOptions { Graph = true } }));

        Assert.Equal(nameof(CudaOptions.Graph), error.Option);
    }

    [Fact]
    public async Task Constructor_CudaWithoutAGpu_IsOneSentence()
    {
        Assert.SkipWhen(NvidiaDriver.CountDevices() > 0, "Not run: there is a GPU.");
        var folder = await ModelCache.GetOrConvertAsync(InternLM3Tiny.CheckpointPath, new ConversionOptions { Target = ConversionTarget.Cuda }, _cache.Path);

        Assert.ThrowsAny<InternLM3Exception>(() => new OnnxRuntimeBackend(
            folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context, Device = ComputeDevice.Cuda, Cuda = new CudaOptions() }));
    }

    private static OnnxRuntimeBackend Open(string folder, ITensorMemory memory) =>
        new(folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context, MaxSequences = 4, Threads = 1 }, memory);

    /// <summary>Prompts of several lengths, a copy, a move of slots (1 and 3 decode together), a rewind: every row of logits, in order.</summary>
    private static List<float> Run(OnnxRuntimeBackend backend)
    {
        var all = new List<float>();
        var sequences = Enumerable.Range(0, 4).Select(_ => backend.Open()).ToArray();
        for (var i = 0; i < 3; i++)
        {
            all.AddRange(backend.Append(sequences[i], [1, .. Enumerable.Range(300 + (i * 50), 20 + (i * 30))], 1, default));
        }

        backend.Copy(sequences[1], sequences[3], 40);
        for (var step = 0; step < 5; step++)
        {
            all.AddRange(backend.Decode([new DecodeStep(sequences[1], 400 + step), new DecodeStep(sequences[3], 500 + step)], default));
            all.AddRange(backend.Decode([new DecodeStep(sequences[0], 410 + step), new DecodeStep(sequences[2], 510 + step)], default));
        }

        backend.Rewind(sequences[2], 10);
        all.AddRange(backend.Append(sequences[2], [330, 331, 332], 2, default));
        Assert.DoesNotContain(all, float.IsNaN);
        return all;
    }
}
