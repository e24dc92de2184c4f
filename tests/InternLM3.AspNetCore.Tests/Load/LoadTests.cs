using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Load;

/// <summary>
/// Many streaming clients at the same time, of which a fifth leaves in the middle and a tenth sends garbage: everybody who stays gets the
/// answer the question has alone.
/// </summary>
[Collection(EngineAlone.Name)]
public sealed class LoadTests(TinyServer tiny, ITestOutputHelper output)
{
    private static readonly string[] s_questions =
    [
        "Who are you?", "你好", "Please tell me five scenic spots in Shanghai", "介绍一下深度学习。", "What is 12 + 30?",
        "Repeat: marble", "My name is Quinn.", "Return JSON for: name Quinn, age 41.", "What can you do?", "谢谢",
    ];

    private static readonly string[] s_garbage = ["{", "[]", """{"messages": 3}""", """{"messages": [], "n": -1}""", "\u0001\u0002", """{"messages": "x", "temperature": "hot"}"""];

    [Fact]
    public async Task Clients_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var result = await RunAsync(tiny.Server, clients: 16, rounds: 6, duration: null);
        Assert.Equal(0, result.Refused);
        Report("16 clients, 6 rounds", result);
    }

    [Fact]
    [Trait("Tier", "Long")]
    public async Task Clients_SixtyFourForAMinute_EachGetsItsOwnAnswerAndMemoryStaysFlat()
    {
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { MaxQueueLength = 256 });
        await client.GetModelAsync();
        var server = await TestServer.StartAsync(client, log: LogLevel.Warning);

        // What is allocated once (sockets, buffers, the remembered replies) is there after the first part.
        await RunAsync(server, clients: 64, rounds: int.MaxValue, duration: TimeSpan.FromSeconds(20));
        var before = Memory();
        var result = await RunAsync(server, clients: 64, rounds: int.MaxValue, duration: TimeSpan.FromSeconds(60));
        var after = Memory();
        Report("64 clients, 60 s", result);
        output.WriteLine($"memory {before / 1e6:0} MB before, {after / 1e6:0} MB after");
        Assert.Equal(0, result.Refused);
        Assert.True(after < before * 1.1, $"{before} bytes before, {after} after");

        var watch = Stopwatch.StartNew();
        await server.StopAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("Tier", "Long")]
    public async Task Clients_SixtyFourAndAShortQueue_AreRefusedOrAnsweredRight()
    {
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { MaxQueueLength = 8 });
        await client.GetModelAsync();
        await using var server = await TestServer.StartAsync(client, log: LogLevel.Warning);
        var result = await RunAsync(server, clients: 64, rounds: int.MaxValue, duration: TimeSpan.FromSeconds(60));
        Report("64 clients, 60 s, queue of 8", result);
        Assert.True(result.Refused > 0);
        Assert.True(result.Answered > 0);
    }

    private static async Task<LoadResult> RunAsync(TestServer server, int clients, int rounds, TimeSpan? duration)
    {
        var alone = new Dictionary<string, string>();
        foreach (var question in s_questions)
        {
            using var response = await server.OpenAsync(Body(question));
            alone[question] = (await response.TextAsync()).Text;
        }

        var result = new LoadResult();
        using var ended = duration is { } time ? new CancellationTokenSource(time) : new CancellationTokenSource();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            for (var round = 0; round < rounds && !ended.IsCancellationRequested; round++)
            {
                await AskAsync(server, s_questions[random.Next(s_questions.Length)], alone, random, result);
            }
        })));
        return result;
    }

    private static async Task AskAsync(TestServer server, string question, Dictionary<string, string> alone, Random random, LoadResult result)
    {
        var fate = random.Next(10);
        if (fate == 0)
        {
            using var refused = await server.PostAsync("/v1/chat/completions", s_garbage[random.Next(s_garbage.Length)]);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Interlocked.Increment(ref result.Garbage);
            return;
        }

        var start = Stopwatch.GetTimestamp();
        using var response = await server.OpenAsync(Body(question));
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.NotNull(response.Headers.RetryAfter);
            Interlocked.Increment(ref result.Refused);
            return;
        }

        result.FirstTokens.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (fate <= 2)
        {
            var left = random.Next(1, 6);
            await foreach (var _ in response.EventsAsync())
            {
                if (--left == 0)
                {
                    break;
                }
            }

            Interlocked.Increment(ref result.Left);
            return;
        }

        Assert.Equal((alone[question], true), await response.TextAsync());
        Interlocked.Increment(ref result.Answered);
    }

    private static string Body(string question) => $$"""{"messages": [{"role": "user", "content": "{{question}}"}], "temperature": 0, "max_tokens": 64, "stream": true}""";

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private void Report(string name, LoadResult result)
    {
        var times = result.FirstTokens.Order().ToArray();
        double At(double part) => times[(int)(part * (times.Length - 1))];
        output.WriteLine(FormattableString.Invariant(
            $"{name}: {result.Answered} answered, {result.Left} left, {result.Garbage} garbage, {result.Refused} refused; time to first token p50 {At(0.5):0} ms, p95 {At(0.95):0} ms, p99 {At(0.99):0} ms"));
    }

    private sealed class LoadResult
    {
        public int Answered;
        public int Left;
        public int Garbage;
        public int Refused;

        public ConcurrentBag<double> FirstTokens { get; } = [];
    }
}
