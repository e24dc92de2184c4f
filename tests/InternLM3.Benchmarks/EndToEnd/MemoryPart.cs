using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using Microsoft.Extensions.AI;
using InternLM3.Chat;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Time of a load, the process's greatest memory under all streams before the yardstick is loaded, and managed bytes a streamed token.</summary>
internal static class MemoryPart
{
    /// <summary>Loads once more than there are rounds, because the first load reads the disk, and gives the last.</summary>
    public static async Task<Subject> LoadAsync(string folder, Workload work, int? threads, Figures figures, CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var subject = await Subject.LoadAsync(folder, work, threads, cancellationToken).ConfigureAwait(false);
            if (round > 0)
            {
                figures.Add("load_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            if (round == work.Rounds)
            {
                return subject;
            }

            await subject.DisposeAsync().ConfigureAwait(false);
        }
    }

    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        figures.Add("rss_loaded_bytes", Environment.WorkingSet);
        await subject.StreamAsync(subject.NewPrompt(work.Prompts.Max()), 1, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, work.Streams.Max()).Select(_ => subject.StreamAsync(subject.NewPrompt(work.StreamPrompt), work.NewTokens / 2, cancellationToken))).ConfigureAwait(false);
        using var process = Process.GetCurrentProcess();
        figures.Add("rss_peak_bytes", process.PeakWorkingSet64);
        for (var round = 0; round < work.Rounds; round++)
        {
            // The difference of a long and a short answer: what a request takes once is not a token's. The runtime counts in blocks of
            // 8 KB, and one or two more or less of them are common; over this many tokens that is under 50 bytes each.
            var (shortBytes, shortCount) = await AllocatedAsync(subject, work.NewTokens / 4, cancellationToken).ConfigureAwait(false);
            var (longBytes, longCount) = await AllocatedAsync(subject, 3 * work.NewTokens, cancellationToken).ConfigureAwait(false);
            figures.Add("allocated_bytes_per_token", (longBytes - shortBytes) / (double)(longCount - shortCount));
        }
    }

    private static async Task<(long Bytes, int Tokens)> AllocatedAsync(Subject subject, int newTokens, CancellationToken cancellationToken)
    {
        var messages = subject.NewPrompt(subject.Work.StreamPrompt);
        var options = new ChatOptions { MaxOutputTokens = newTokens, Seed = subject.NewSeed(), AdditionalProperties = new() { [ChatOptionKeys.IgnoreEos] = true } };
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await foreach (var update in subject.Client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            _ = update;
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before, newTokens);
    }
}
