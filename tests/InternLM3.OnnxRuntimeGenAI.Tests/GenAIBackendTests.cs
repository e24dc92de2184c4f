using System.Numerics.Tensors;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.OnnxRuntimeGenAI.Tests.Support;

namespace InternLM3.OnnxRuntimeGenAI.Tests;

/// <summary>The backend against ours on the same weights, wherever GenAI's native library is at hand.</summary>
[Trait("Tier", "Long")]
public sealed class GenAIBackendTests(TinyFolder tiny)
{
    // Two graphs and two versions of ONNX Runtime may sum in another order.
    private const float Tolerance = 1e-3f;

    private static readonly int[] s_prompt = [1, 2040, .. Enumerable.Range(0, 90).Select(i => 300 + (i * 7 % 500))];

    [Theory]
    [InlineData(92)]
    [InlineData(40)]
    [InlineData(7)]
    [InlineData(1)]
    public void Append_InChunks_GivesTheLogitsOfOurBackend(int chunk)
    {
        using var theirs = tiny.OpenGenAI();
        using var ours = tiny.OpenOnnxRuntime();

        AssertSame(Prefill(ours, ours.Open(), s_prompt.Length), Prefill(theirs, theirs.Open(), chunk));
    }

    [Fact]
    public void Rewind_ThenAppend_GivesTheLogitsOfAFreshSequence()
    {
        using var backend = tiny.OpenGenAI();
        var sequence = backend.Open();
        backend.Append(sequence, s_prompt, 1, default);
        backend.Append(sequence, [5, 6, 7], 1, default);

        backend.Rewind(sequence, 50);
        var again = backend.Append(sequence, s_prompt.AsSpan(50), 1, default).ToArray();

        AssertSame(Prefill(backend, backend.Open(), s_prompt.Length), again);
    }

    [Fact]
    public void Append_BeyondTheExpectedLength_GrowsAndGivesTheSameLogits()
    {
        using var backend = tiny.OpenGenAI();
        int[] prompt = [.. Enumerable.Range(0, 700).Select(i => 300 + (i % 400))];
        var (expected, grown) = (backend.Open(), backend.Open());
        backend.Expect(expected, 700);

        var whole = backend.Append(expected, prompt, 1, default).ToArray();
        backend.Append(grown, prompt.AsSpan(0, 200), 0, default);
        backend.Append(grown, prompt.AsSpan(200, 200), 0, default);
        var pieces = backend.Append(grown, prompt.AsSpan(400), 1, default).ToArray();

        AssertSame(whole, pieces);
    }

    [Fact]
    public void Decode_SequencesTakingTurns_GivesTheGreedyTokensOfOurBackend()
    {
        using var theirs = tiny.OpenGenAI();
        using var ours = tiny.OpenOnnxRuntime();
        var first = theirs.Open();
        var second = theirs.Open();
        int[] other = [1, 2040, 400, 401, 402];

        var firstTokens = new List<int> { Best(theirs.Append(first, s_prompt, 1, default)) };
        var secondTokens = new List<int> { Best(theirs.Append(second, other, 1, default)) };
        for (var i = 0; i < 40; i++)
        {
            firstTokens.Add(Best(theirs.Decode([new DecodeStep(first, firstTokens[^1])], default)));
            secondTokens.Add(Best(theirs.Decode([new DecodeStep(second, secondTokens[^1])], default)));
        }

        Assert.Equal(Greedy(ours, s_prompt, 41), firstTokens);
        Assert.Equal(Greedy(ours, other, 41), secondTokens);
    }

    [Fact]
    public void Append_CancelledInside_StopsAndLeavesTheSequenceAsItWas()
    {
        using var backend = tiny.OpenGenAI();
        var sequence = backend.Open();
        backend.Append(sequence, s_prompt.AsSpan(0, 50), 1, default);
        int[] endless = [.. Enumerable.Range(0, 1900).Select(i => 300 + (i % 500))];

        // The cancellation comes from another thread while the call runs; one that came too late would let it return.
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));
                backend.Append(sequence, endless, 0, cancel.Token);
                backend.Rewind(sequence, 50);
            }
        });

        var after = backend.Append(sequence, s_prompt.AsSpan(50), 1, default).ToArray();
        AssertSame(Prefill(backend, backend.Open(), s_prompt.Length), after);
    }

    [Fact]
    public void Open_MoreThanItsSequences_IsOneSentence()
    {
        using var backend = tiny.OpenGenAI(sequences: 1);
        backend.Open();

        Assert.Contains("holds 1 sequences", Assert.Throws<InternLM3Exception>(() => backend.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnotherRotaryBase_IsRefusedByName()
    {
        using var backend = tiny.OpenGenAI();

        Assert.Equal("ropeBase", Assert.Throws<UnsupportedOptionException>(() => backend.Open(1e6)).Option);
    }

    [Fact]
    public void Dispose_ThreeTimesInOneProcess_LoadsAgain()
    {
        for (var i = 0; i < 3; i++)
        {
            var backend = tiny.OpenGenAI();
            Assert.NotEmpty(backend.Append(backend.Open(), s_prompt, 1, default).ToArray());
            backend.Dispose();
            backend.Dispose();
            Assert.Throws<ObjectDisposedException>(() => backend.Open());
        }
    }

    private static float[] Prefill(IModelBackend backend, int sequence, int chunk)
    {
        float[] logits = [];
        for (var done = 0; done < s_prompt.Length; done += chunk)
        {
            var part = s_prompt.AsSpan(done, Math.Min(chunk, s_prompt.Length - done));
            logits = backend.Append(sequence, part, done + part.Length == s_prompt.Length ? 1 : 0, default).ToArray();
        }

        return logits;
    }

    private static List<int> Greedy(OnnxRuntimeBackend backend, int[] prompt, int count)
    {
        var sequence = backend.Open();
        var tokens = new List<int> { Best(backend.Append(sequence, prompt, 1, default)) };
        while (tokens.Count < count)
        {
            tokens.Add(Best(backend.Decode([new DecodeStep(sequence, tokens[^1])], default)));
        }

        backend.Close(sequence);
        return tokens;
    }

    private static int Best(ReadOnlySpan<float> logits) => TensorPrimitives.IndexOfMax(logits);

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }
}
