using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Prompt tokens a second: from the request to the first token of a prompt nothing of which is known.</summary>
internal static class PrefillPart
{
    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        await subject.StreamAsync(subject.NewPrompt(work.Prompts[0]), 1, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < work.Rounds; round++)
        {
            foreach (var length in work.Prompts)
            {
                var messages = subject.NewPrompt(length);
                var ids = subject.Text.Render(messages);
                await Subject.AlternateAsync(
                    round,
                    async () =>
                    {
                        var run = await subject.StreamAsync(messages, 1, cancellationToken).ConfigureAwait(false);
                        figures.Add($"prefill_{length}_tok_s", run.Prompt.Length / run.FirstTokenSeconds);
                    },
                    () =>
                    {
                        var start = Stopwatch.GetTimestamp();
                        subject.Raw.Prefill(0, ids, work.ChunkSize);
                        figures.Add($"raw_prefill_{length}_tok_s", ids.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
                        return Task.CompletedTask;
                    }).ConfigureAwait(false);
            }
        }
    }
}
