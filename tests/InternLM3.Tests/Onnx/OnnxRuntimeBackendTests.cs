using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Onnx;

public sealed class OnnxRuntimeBackendTests : IDisposable
{
    // fp32 sums of at most a few hundred products around 1; the largest difference seen is in the order of 1e-5.
    private const double Tolerance = 1e-4;
    private const int Context = 64;
    private const int Seed = 3;

    private static readonly int[] s_tokens = [.. Enumerable.Range(0, 40).Select(i => 1 + (i * 37 % 300))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(16)]
    [InlineData(7)]
    [InlineData(1)]
    public async Task Append_InChunks_EqualsTheReference(int chunk)
    {
        var shape = new SyntheticShape();
        using var backend = await LoadAsync(shape);
        var expected = Reference(shape, s_tokens);
        var sequence = backend.Open();

        var row = 0;
        foreach (var part in s_tokens.Chunk(chunk))
        {
            var logits = backend.Append(sequence, part, part.Length, CancellationToken.None);
            for (var i = 0; i < part.Length; i++)
            {
                AssertNear(expected[row++], logits.Slice(i * shape.Vocabulary, shape.Vocabulary));
            }
        }

        Assert.Equal(s_tokens.Length, row);
    }

    [Fact]
    public async Task Decode_AfterPrefill_EqualsTheReference()
    {
        var shape = new SyntheticShape();
        using var backend = await LoadAsync(shape);
        var expected = Reference(shape, s_tokens);
        var sequence = backend.Open();

        AssertNear(expected[19], backend.Append(sequence, s_tokens.AsSpan(0, 20), 1, CancellationToken.None));
        for (var i = 20; i < s_tokens.Length; i++)
        {
            AssertNear(expected[i], backend.Decode([new DecodeStep(sequence, s_tokens[i])], CancellationToken.None));
        }
    }

    [Fact]
    public async Task Rewind_ThenAppend_EqualsTheReferenceOfTheNewTokens()
    {
        var shape = new SyntheticShape();
        using var backend = await LoadAsync(shape);
        int[] other = [.. s_tokens[..15], 7, 201, 33, 90, 12, 8];
        var expected = Reference(shape, other);
        var sequence = backend.Open();
        backend.Append(sequence, s_tokens, 0, CancellationToken.None);

        backend.Rewind(sequence, 15);

        AssertNear(expected[17], backend.Append(sequence, other.AsSpan(15, 3), 1, CancellationToken.None));
        AssertNear(expected[20], backend.Append(sequence, other.AsSpan(18, 3), 1, CancellationToken.None));
    }

    [Fact]
    public async Task Append_SixteenQueryHeadsPerKeyValueHead_EqualsTheReference()
    {
        // The 8B model's attention: 32 query heads of 128 over 2 key and value heads, base 5e7.
        var shape = new SyntheticShape { Hidden = 64, Heads = 32, KeyValueHeads = 2, HeadDimension = 128, RopeTheta = 5e7 };
        using var backend = await LoadAsync(shape);
        var expected = Reference(shape, s_tokens);
        var sequence = backend.Open();

        AssertNear(expected[24], backend.Append(sequence, s_tokens.AsSpan(0, 25), 1, CancellationToken.None));
        AssertNear(expected[30], backend.Append(sequence, s_tokens.AsSpan(25, 6), 1, CancellationToken.None));
        AssertNear(expected[31], backend.Decode([new DecodeStep(sequence, s_tokens[31])], CancellationToken.None));
    }

    [Fact]
    public async Task Open_WithAnotherRopeBase_EqualsTheReferenceWithThatBaseAndThenTheModelsOwn()
    {
        var shape = new SyntheticShape();
        using var backend = await LoadAsync(shape);
        var scaled = Reference(shape with { RopeTheta = 77_777 }, s_tokens);
        var plain = Reference(shape, s_tokens);

        foreach (var (ropeBase, expected) in new (double?, double[][])[] { (77_777, scaled), (null, plain), (77_777, scaled) })
        {
            var sequence = backend.Open(ropeBase);
            AssertNear(expected[^1], backend.Append(sequence, s_tokens, 1, CancellationToken.None));
            backend.Close(sequence);
        }
    }

    [Fact]
    public async Task Append_Cancelled_LeavesTheSequenceAsItWas()
    {
        var shape = new SyntheticShape();
        using var backend = await LoadAsync(shape);
        var expected = Reference(shape, s_tokens);
        var sequence = backend.Open();
        backend.Append(sequence, s_tokens.AsSpan(0, 10), 0, CancellationToken.None);

        Assert.ThrowsAny<OperationCanceledException>(() => _ = backend.Append(sequence, s_tokens.AsSpan(10, 10), 1, new CancellationToken(canceled: true)).Length);

        AssertNear(expected[29], backend.Append(sequence, s_tokens.AsSpan(10, 20), 1, CancellationToken.None));
    }

    [Fact]
    public async Task Append_BeyondTheContext_Throws()
    {
        using var backend = await LoadAsync(new SyntheticShape());
        var sequence = backend.Open();
        backend.Append(sequence, s_tokens, 0, CancellationToken.None);

        Assert.Throws<ArgumentOutOfRangeException>(() => _ = backend.Append(sequence, s_tokens, 1, CancellationToken.None).Length);
        Assert.Equal(320, backend.Append(sequence, s_tokens.AsSpan(0, Context - s_tokens.Length), 1, CancellationToken.None).Length);
    }

    [Fact]
    public async Task Open_WhenTheSlotIsTaken_SaysSo()
    {
        using var backend = await LoadAsync(new SyntheticShape(), sequences: 1);
        var sequence = backend.Open();

        Assert.Throws<InternLM3Exception>(() => backend.Open());
        backend.Close(sequence);
        Assert.Equal(sequence, backend.Open());
    }

    [Fact]
    public async Task Constructor_ContextLargerThanMemory_GivesBothNumbers()
    {
        var folder = await ConvertAsync(new SyntheticShape());

        var error = Assert.Throws<InternLM3Exception>(() => new OnnxRuntimeBackend(
            folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = int.MaxValue }));

        Assert.Contains("ContextLength", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine.onnx")]
    [InlineData("model.onnx.data")]
    public async Task Constructor_FileMissing_NamesIt(string file)
    {
        var folder = await ConvertAsync(new SyntheticShape());
        File.Delete(Path.Combine(folder, file));

        var error = Assert.Throws<ModelFormatException>(() => new OnnxRuntimeBackend(
            folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context }));

        Assert.EndsWith(file, error.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_DamagedGraph_IsOneSentenceAboutTheFile()
    {
        var folder = await ConvertAsync(new SyntheticShape());
        File.WriteAllText(Path.Combine(folder, "engine.onnx"), "no graph");

        Assert.Throws<ModelFormatException>(() => new OnnxRuntimeBackend(
            folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context }));
    }

    private static double[][] Reference(SyntheticShape shape, int[] tokens) =>
        DoubleForward.Run(shape, SyntheticCheckpoint.Tensors(shape, Seed), "F32", tokens);

    private static void AssertNear(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(Math.Abs(expected[i] - actual[i]), 0, Tolerance);
        }
    }

    private async Task<OnnxRuntimeBackend> LoadAsync(SyntheticShape shape, int? sequences = null)
    {
        var folder = await ConvertAsync(shape);
        return new OnnxRuntimeBackend(folder, ModelConfig.Load(folder), new BackendSettings { ContextLength = Context, MaxSequences = sequences });
    }

    private async Task<string> ConvertAsync(SyntheticShape shape)
    {
        SyntheticCheckpoint.Write(_folder["checkpoint"], shape, Seed);
        await CheckpointConverter.ConvertAsync(_folder["checkpoint"], _folder["model"], cancellationToken: TestContext.Current.CancellationToken);
        return _folder["model"];
    }
}
