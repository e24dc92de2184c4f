using System.Diagnostics;
using InternLM3.Chat;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Bench;

/// <summary>One streamed answer of a fixed number of tokens, with the times of its updates.</summary>
/// <param name="Requested">The timestamp of the request.</param>
/// <param name="Updates">The timestamp of each update; at least one.</param>
/// <param name="Response">The complete response.</param>
internal sealed record BenchAnswer(long Requested, IReadOnlyList<long> Updates, ChatResponse Response)
{
    /// <summary>Seconds to the first token.</summary>
    public double FirstTokenSeconds => Stopwatch.GetElapsedTime(Requested, Updates[0]).TotalSeconds;

    /// <summary>Tokens of the prompt.</summary>
    public long PromptTokens => Response.Usage!.InputTokenCount!.Value;

    // A token that ends inside a character has no update of its own.
    private double TokensAnUpdate => Response.Usage!.OutputTokenCount!.Value / (double)Updates.Count;

    /// <summary>Requests an answer and records the times.</summary>
    public static async Task<BenchAnswer> GetAsync(
        IChatClient client, IReadOnlyList<ChatMessage> messages, int newTokens, CancellationToken cancellationToken)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = newTokens,
            Seed = 1,
            AdditionalProperties = new() { [ChatOptionKeys.IgnoreEos] = true },
        };
        var requested = Stopwatch.GetTimestamp();
        var (times, updates) = (new List<long>(newTokens + 1), new List<ChatResponseUpdate>(newTokens + 1));
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            times.Add(Stopwatch.GetTimestamp());
            updates.Add(update);
        }

        return new BenchAnswer(requested, times, updates.ToChatResponse());
    }

    /// <summary>
    /// Tokens per second of several answers: over the time in which all were streaming, or over the whole time when they did not overlap.
    /// </summary>
    public static double TokensPerSecond(IReadOnlyCollection<BenchAnswer> answers)
    {
        var (from, to) = (answers.Max(answer => answer.Updates[0]), answers.Min(answer => answer.Updates[^1]));
        if (to <= from)
        {
            (from, to) = (answers.Min(answer => answer.Updates[0]), answers.Max(answer => answer.Updates[^1]));
        }

        var tokens = answers.Sum(answer => answer.TokensAnUpdate * answer.Updates.Count(time => time > from && time <= to));
        return tokens / Stopwatch.GetElapsedTime(from, to).TotalSeconds;
    }
}
