using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using InternLM3.Generation;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>What streams feel while a long prompt prefills: the gaps between their tokens, against the time of one chunk of the yardstick.</summary>
/// <remarks>Measured on the engine's events, because a token inside a character gives the chat client no update.</remarks>
internal static class StallPart
{
    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        for (var round = 0; round < work.Rounds; round++)
        {
            var prompt = subject.Text.Render(subject.NewPrompt(work.History));
            await Subject.AlternateAsync(round, () => OursAsync(subject, prompt, figures, cancellationToken), () =>
            {
                var start = Stopwatch.GetTimestamp();
                subject.Raw.Prefill(0, prompt, work.ChunkSize);
                figures.Add("raw_chunk_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds * Math.Min(1, work.ChunkSize / (double)prompt.Length));
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }
    }

    private static async Task OursAsync(Subject subject, int[] prompt, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var streams = Enumerable.Range(0, work.StalledStreams).Select(_ => new TimedStream(subject, subject.Text.Render(subject.NewPrompt(work.StreamPrompt)), work.Context - work.StreamPrompt)).ToArray();
        var tasks = streams.Select(stream => stream.RunAsync(running.Token)).ToArray();
        await Task.WhenAll(streams.Select(stream => stream.Running)).ConfigureAwait(false);

        var from = Stopwatch.GetTimestamp();
        var request = new GenerationRequest { Prompt = prompt, MaxNewTokens = 1, IgnoreEos = true };
        await foreach (var e in subject.Model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                break;
            }
        }

        var to = Stopwatch.GetTimestamp();
        figures.Add("long_prompt_ttft_ms", Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);
        await running.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(tasks).ConfigureAwait(false);
        var gaps = streams.SelectMany(stream => stream.Gaps(from, to)).ToArray();
        figures.Add("stall_p50_ms", Statistics.Percentile(gaps, 50));
        figures.Add("stall_p99_ms", Statistics.Percentile(gaps, 99));
        figures.Add("undisturbed_p50_ms", Statistics.Percentile([.. streams.SelectMany(stream => stream.Gaps(0, from))], 50));
    }

    /// <summary>A stream that notes when its tokens came.</summary>
    private sealed class TimedStream(Subject subject, int[] prompt, int newTokens)
    {
        private const int Warm = 8;
        private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<long> _times = [];

        /// <summary>Completes when the stream decodes.</summary>
        public Task Running => _running.Task;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var request = new GenerationRequest
            {
                Prompt = prompt, MaxNewTokens = newTokens, IgnoreEos = true, Seed = subject.NewSeed(), Sampling = subject.Model.DefaultSampling,
            };
            try
            {
                await foreach (var e in subject.Model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
                {
                    if (e.Kind == GenerationEventKind.Token)
                    {
                        _times.Add(Stopwatch.GetTimestamp());
                    }

                    if (_times.Count == Warm)
                    {
                        _running.TrySetResult();
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped by the caller, who has seen enough.
            }
            catch (Exception e)
            {
                _running.TrySetException(e);
                throw;
            }
        }

        /// <summary>Milliseconds between tokens of which the second came between two times.</summary>
        public IEnumerable<double> Gaps(long from, long to) => _times.Zip(_times.Skip(1)).Where(pair => pair.Second > from && pair.Second <= to)
            .Select(pair => Stopwatch.GetElapsedTime(pair.First, pair.Second).TotalMilliseconds);
    }
}
