using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Bench;

/// <summary>Creates texts of about a given length that share no prefix, so that no prompt is cached from another.</summary>
internal sealed class BenchPrompts(Tokenizer tokenizer)
{
    private static readonly string[] s_words =
        ["river", "stone", "green", "under", "people", "garden", "number", "small", "water", "paper", "light", "house"];
    private int _count;

    /// <summary>A message of about so many tokens.</summary>
    public ChatMessage Next(int tokens)
    {
        var random = new Random(++_count);
        var text = $"{_count}:";
        while (tokenizer.Count(text) < tokens)
        {
            text += string.Concat(Enumerable.Range(0, Math.Max(1, (tokens - tokenizer.Count(text)) / 3))
                .Select(_ => " " + s_words[random.Next(s_words.Length)]));
        }

        return new ChatMessage(ChatRole.User, text);
    }
}
