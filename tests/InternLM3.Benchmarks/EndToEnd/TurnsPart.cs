using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>
/// Time to the first token of every turn of a conversation, of the last turn's prompt when nothing of it is known (cold), and of a new
/// conversation under a system prompt that another one had.
/// </summary>
internal static class TurnsPart
{
    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        for (var round = 0; round < work.Rounds; round++)
        {
            var turns = await ConverseAsync(subject, cancellationToken).ConfigureAwait(false);
            for (var turn = 0; turn < turns.Count; turn++)
            {
                figures.Add($"turn{turn + 1}_ttft_ms", turns[turn].FirstTokenSeconds * 1e3);
            }

            figures.Add("last_turn_ttft_ms", turns[^1].FirstTokenSeconds * 1e3);
            figures.Add("last_turn_prompt_tokens", turns[^1].Prompt.Length);
            figures.Add("last_turn_cached_tokens", turns[^1].CachedTokens);
            var cold = await subject.StreamAsync(subject.NewPrompt(turns[^1].Prompt.Length), 1, cancellationToken).ConfigureAwait(false);
            figures.Add("cold_ttft_ms", cold.FirstTokenSeconds * 1e3);
            var start = Stopwatch.GetTimestamp();
            subject.Raw.Prefill(0, turns[^1].Prompt, work.ChunkSize);
            figures.Add("raw_cold_ttft_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await SharedSystemAsync(subject, figures, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A conversation whose history is as long as the work says at its last turn.</summary>
    public static async Task<List<StreamRun>> ConverseAsync(Subject subject, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        var messages = new List<ChatMessage> { new(ChatRole.System, subject.Text.Of(8, subject.NewSeed())) };
        var runs = new List<StreamRun>();
        for (var turn = 1; turn <= work.Turns; turn++)
        {
            // What is still missing of the history is spread over the turns before the last; an answer and the marks around it take their part.
            var held = runs.Count == 0 ? 0 : runs[^1].Prompt.Length + work.ReplyTokens;
            var tokens = turn == work.Turns ? work.TurnTokens : Math.Max(4, ((work.History - held) / (work.Turns - turn)) - work.ReplyTokens - 12);
            messages.Add(new(ChatRole.User, subject.Text.Of(tokens, subject.NewSeed())));
            var run = await subject.StreamAsync(messages, turn == work.Turns ? 2 : work.ReplyTokens, cancellationToken).ConfigureAwait(false);
            messages.Add(new(ChatRole.Assistant, run.Text));
            runs.Add(run);
        }

        return runs;
    }

    private static async Task SharedSystemAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        var system = new ChatMessage(ChatRole.System, subject.Text.Of(work.SharedSystem, subject.NewSeed()));
        foreach (var name in (string[])["shared_system_first", "shared_system"])
        {
            var run = await subject.StreamAsync([system, new(ChatRole.User, subject.Text.Of(work.TurnTokens, subject.NewSeed()))], 2, cancellationToken).ConfigureAwait(false);
            figures.Add($"{name}_ttft_ms", run.FirstTokenSeconds * 1e3);
        }
    }
}
