using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Tokens a second of one stream and of several together, sampled as the model's defaults say; the yardstick takes the argmax.</summary>
internal static class DecodePart
{
    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        await subject.StreamAsync(subject.NewPrompt(work.StreamPrompt), work.NewTokens / 4, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < work.Rounds; round++)
        {
            foreach (var streams in work.Streams)
            {
                var messages = Enumerable.Range(0, streams).Select(_ => subject.NewPrompt(work.StreamPrompt)).ToArray();
                await Subject.AlternateAsync(
                    round,
                    async () => figures.Add($"decode_{streams}_tok_s", await OursAsync(subject, messages, cancellationToken).ConfigureAwait(false)),
                    () =>
                    {
                        figures.Add($"raw_decode_{streams}_tok_s", Raw(subject, [.. messages.Select(subject.Text.Render)]));
                        return Task.CompletedTask;
                    }).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ours: as many callers at once as there are prompts.</summary>
    public static async Task<double> OursAsync(Subject subject, IReadOnlyList<List<Microsoft.Extensions.AI.ChatMessage>> prompts, CancellationToken cancellationToken, bool greedy = false)
    {
        var newTokens = subject.Work.NewTokensOf(prompts.Count);
        var runs = await Task.WhenAll(prompts.Select(prompt => subject.StreamAsync(prompt, newTokens, cancellationToken, greedy))).ConfigureAwait(false);
        return StreamRun.Together(runs);
    }

    /// <summary>The yardstick.</summary>
    public static double Raw(Subject subject, int[][] prompts)
    {
        var tokens = prompts.Select((prompt, slot) => subject.Raw.Prefill(slot, prompt, subject.Work.ChunkSize)).ToArray();
        var lengths = prompts.Select(prompt => prompt.Length).ToArray();
        var steps = subject.Work.NewTokensOf(prompts.Length) - 1;
        var start = Stopwatch.GetTimestamp();
        subject.Raw.Decode(tokens, lengths, steps);
        return steps * prompts.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
