using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Onnx;

/// <summary>Several sequences on one backend: whatever stands where, each has the logits it has alone.</summary>
public sealed class OnnxRuntimeBatchTests : IDisposable
{
    private const int Context = 64;
    private const int Sequences = 5;

    private static readonly SyntheticShape s_shape = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decode_RaggedBatch_GivesTheBitsOfEachAlone()
    {
        using var backend = await LoadAsync();
        int[] lengths = [12, 37, 5, 20];
        var sequences = Array.ConvertAll(lengths, length => Open(backend, length, length));
        var expected = lengths.Select(length => Alone(backend, Tokens(length, length), [7, 8, 9])).ToArray();

        for (var step = 0; step < 3; step++)
        {
            var logits = backend.Decode([.. sequences.Select(sequence => new DecodeStep(sequence, 7 + step))], CancellationToken.None);
            for (var i = 0; i < sequences.Length; i++)
            {
                Assert.Equal(expected[i][step], Row(logits, i));
            }
        }
    }

    [Fact]
    public async Task Decode_AnySubsetInAnyOrder_GivesTheBitsOfEachAlone()
    {
        using var backend = await LoadAsync();
        var random = new Random(11);
        var held = Enumerable.Range(0, Sequences).Select(i => (Sequence: Open(backend, 5 + (3 * i), i), Tokens: Tokens(5 + (3 * i), i).ToList())).ToArray();
        using var plain = await LoadAsync();

        for (var round = 0; round < 20; round++)
        {
            random.Shuffle(held);
            var batch = held[..random.Next(1, Sequences)];
            var logits = backend.Decode([.. batch.Select(one => new DecodeStep(one.Sequence, 5 + round))], CancellationToken.None);
            for (var i = 0; i < batch.Length; i++)
            {
                Assert.Equal(Alone(plain, [.. batch[i].Tokens], [5 + round])[0], Row(logits, i), (x, y) => Math.Abs(x - y) < 1e-5);
                batch[i].Tokens.Add(5 + round);
            }
        }
    }

    [Fact]
    public async Task Decode_OtherSequencesStandBetween_LeavesThemAsTheyWere()
    {
        using var backend = await LoadAsync();
        var (left, between, right) = (Open(backend, 9, 1), Open(backend, 30, 2), Open(backend, 14, 3));
        var expected = Alone(backend, Tokens(30, 2), [4])[0];

        backend.Decode([new DecodeStep(left, 4), new DecodeStep(right, 4)], CancellationToken.None);

        Assert.Equal(expected, Row(backend.Decode([new DecodeStep(between, 4)], CancellationToken.None), 0));
    }

    [Fact]
    public async Task Copy_ThenAppend_GoesOnFromThePrefixAndLeavesTheSource()
    {
        using var backend = await LoadAsync();
        var (source, target) = (Open(backend, 30, 2), Open(backend, 11, 3));
        var expected = Alone(backend, Tokens(20, 2), [4, 5])[1];
        var untouched = Alone(backend, Tokens(30, 2), [6])[0];

        backend.Copy(source, target, 20);

        backend.Append(target, [4], 0, CancellationToken.None);
        Assert.Equal(expected, Row(backend.Append(target, [5], 1, CancellationToken.None), 0));
        Assert.Equal(untouched, Row(backend.Decode([new DecodeStep(source, 6)], CancellationToken.None), 0));
    }

    [Fact]
    public async Task Copy_BeyondTheSourceOrBetweenBases_Throws()
    {
        using var backend = await LoadAsync();
        var (source, target) = (Open(backend, 10, 1), backend.Open(77_777));

        Assert.Throws<ArgumentException>(() => backend.Copy(source, target, 5));
        Assert.Throws<ArgumentException>(() => backend.Copy(source, source, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => backend.Copy(source, Open(backend, 1, 1), 11));
        Assert.Throws<ArgumentException>(() => _ = backend.Decode([new DecodeStep(source, 1), new DecodeStep(target, 1)], CancellationToken.None).Length);
    }

    [Fact]
    public async Task Decode_Steadily_AllocatesNothing()
    {
        using var backend = await LoadAsync();
        var steps = new[] { new DecodeStep(Open(backend, 5, 1), 7), new DecodeStep(Open(backend, 9, 2), 7) };
        using var cancellation = new CancellationTokenSource();
        Run(5);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(30);

        // A call into the runtime costs a few bytes now and then; an object a step would be 720 and more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 700);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                backend.Decode(steps, cancellation.Token);
            }
        }
    }

    private static int[] Tokens(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => 1 + ((i + seed) * 37 % 300))];

    private static float[] Row(ReadOnlySpan<float> logits, int row) => logits.Slice(row * s_shape.Vocabulary, s_shape.Vocabulary).ToArray();

    private static int Open(OnnxRuntimeBackend backend, int length, int seed)
    {
        var sequence = backend.Open();
        backend.Append(sequence, Tokens(length, seed), 0, CancellationToken.None);
        return sequence;
    }

    /// <summary>The logits after each of some tokens that follow others, one sequence, step by step.</summary>
    private static float[][] Alone(OnnxRuntimeBackend backend, int[] past, int[] next)
    {
        var sequence = backend.Open();
        backend.Append(sequence, past, 0, CancellationToken.None);
        var rows = Array.ConvertAll(next, token => Row(backend.Decode([new DecodeStep(sequence, token)], CancellationToken.None), 0));
        backend.Close(sequence);
        return rows;
    }

    private async Task<OnnxRuntimeBackend> LoadAsync()
    {
        if (!Directory.Exists(_folder["model"]))
        {
            SyntheticCheckpoint.Write(_folder["checkpoint"], s_shape, seed: 3);
            await CheckpointConverter.ConvertAsync(_folder["checkpoint"], _folder["model"], cancellationToken: TestContext.Current.CancellationToken);
        }

        return new OnnxRuntimeBackend(
            _folder["model"], ModelConfig.Load(_folder["model"]), new BackendSettings { ContextLength = Context, MaxSequences = Sequences, Threads = 1 });
    }
}
