using System.Collections.Concurrent;
using System.Diagnostics;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.OnnxRuntimeGenAI.Tests.Support;
using InternLM3.Tests.Support;

namespace InternLM3.OnnxRuntimeGenAI.Tests;

/// <summary>The engine over the backend: many callers, memory, and the end of a process.</summary>
[Trait("Tier", "Long")]
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GenAIEngineTests(TinyFolder tiny)
{
    private const string Name = "Alone";
    private const int Callers = 32;
    private const int Context = 1024;
    private const int ImEnd = 2041;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GenerateAsync_ThirtyTwoCallersWithCancels_EachGetsWhatItGetsAlone(int seed)
    {
        await using var engine = new GenerationEngine(tiny.OpenGenAI(Context), tiny.Config, new EngineOptions { PrefillChunkSize = 64 });
        using var alone = new OnnxRuntimeBackend(tiny.Path, tiny.Config, new BackendSettings { ContextLength = Context, MaxSequences = 1 });
        var turns = new ConcurrentBag<(int[] Prompt, int Max, List<int> Tokens, bool IsComplete)>();

        await Parallel.ForEachAsync(Enumerable.Range(0, Callers), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (caller, _) =>
        {
            var random = new Random((seed * 1000) + caller);
            for (var request = 0; request < 6; request++)
            {
                int[] prompt = [1, 2040, .. Enumerable.Range(0, random.Next(5, 400)).Select(i => 300 + ((i + caller) * 7 % 500))];
                turns.Add(await AnswerAsync(engine, prompt, random.Next(1, 60), random));
            }
        });

        await engine.WarmUpAsync(new[] { 1 });
        Assert.Equal((0, 0), (engine.Status.Waiting, engine.Status.Running));
        Assert.Equal(Callers * 6, turns.Count);
        Assert.Contains(turns, turn => !turn.IsComplete);
        foreach (var turn in turns.Where(turn => turn.Tokens.Count > 0 || turn.IsComplete))
        {
            Assert.Equal(Alone.Generate(alone, turn.Prompt, turn.IsComplete ? turn.Max : turn.Tokens.Count, ImEnd), turn.Tokens);
        }
    }

    [Fact]
    public async Task GenerateAsync_MoreThanTheSlots_BeginInTheOrderTheyCame()
    {
        await using var engine = new GenerationEngine(tiny.OpenGenAI(Context, sequences: 2), tiny.Config, new EngineOptions());
        var begun = new ConcurrentQueue<int>();

        // A request is in the queue once its enumerator was asked for the first event, and its start is reported before its first token.
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            await foreach (var e in engine.GenerateAsync(new GenerationRequest { Prompt = (int[])[1, 300 + caller, 301], MaxNewTokens = 3 + (caller % 4) }))
            {
                if (e.Kind == GenerationEventKind.Started)
                {
                    begun.Enqueue(caller);
                }
            }
        }));

        // Two run together, so that neighbours may report in either order.
        Assert.All(begun.Select((caller, place) => (caller, place)), started => Assert.InRange(started.caller - started.place, -2, 2));
    }

    [Fact]
    public async Task DisposeAsync_AfterLongRequests_GivesTheMemoryBack()
    {
        await LoadAndGenerateAsync();
        var before = Resident();

        for (var round = 0; round < 3; round++)
        {
            await LoadAndGenerateAsync();
        }

        // Three models that were kept would be three times the weights (21 MB each) and their keys and values.
        Assert.InRange(Resident() - before, long.MinValue, 50_000_000);
    }

    [Theory]
    [InlineData(nameof(GenAIBackendTests.Dispose_ThreeTimesInOneProcess_LoadsAgain))]
    [InlineData(nameof(Open_NeverDisposed_EndsWithTheProcess))]
    public async Task Exit_OfAProcessOfItsOwn_IsQuiet(string test)
    {
        GenAINative.Options();
        using var cache = new TemporaryFolder();

        var result = await ChildProcess.RunFileAsync(Environment.ProcessPath!, cache.Path, ["--filter-method", $"*.{test}"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("succeeded: 1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("leak", result.Output + result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Open_NeverDisposed_EndsWithTheProcess()
    {
        var backend = tiny.OpenGenAI();

        Assert.NotEmpty(backend.Append(backend.Open(), [1, 300, 301], 1, default).ToArray());
    }

    private async Task LoadAndGenerateAsync()
    {
        await using var engine = new GenerationEngine(tiny.OpenGenAI(2048), tiny.Config, new EngineOptions());
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (i, cancellation) =>
        {
            int[] prompt = [1, .. Enumerable.Range(0, 1500).Select(token => 300 + ((token + i) % 400))];
            await foreach (var e in engine.GenerateAsync(new GenerationRequest { Prompt = prompt, MaxNewTokens = 4 }, cancellation))
            {
            }
        });
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>Runs one request to its end, or cancels it after some tokens, or before any.</summary>
    private static async Task<(int[] Prompt, int Max, List<int> Tokens, bool IsComplete)> AnswerAsync(GenerationEngine engine, int[] prompt, int max, Random random)
    {
        using var cancel = new CancellationTokenSource();
        var cancelAt = random.Next(3) == 0 ? random.Next(max) : int.MaxValue;
        var (tokens, isComplete) = (new List<int>(), false);
        try
        {
            await foreach (var e in engine.GenerateAsync(new GenerationRequest { Prompt = prompt, MaxNewTokens = max, StopTokens = [ImEnd] }, cancel.Token))
            {
                if (e.Kind == GenerationEventKind.Token)
                {
                    tokens.Add(e.TokenId);
                }

                isComplete = e.Kind == GenerationEventKind.Finished;
                if (tokens.Count >= cancelAt)
                {
                    await cancel.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }

        return (prompt, max, tokens, isComplete);
    }
}
