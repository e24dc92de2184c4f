using InternLM3.Chat;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Texts of an exact number of tokens: words drawn from those of the vocabulary that are one token each. The same seed gives the same text.</summary>
internal sealed class BenchmarkText
{
    private readonly Tokenizer _tokenizer;
    private readonly string[] _words;

    public BenchmarkText(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _words = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.GetPiece)
            .Where(piece => piece is ['\u2581', ..] && piece.Length > 3 && piece.Skip(1).All(char.IsAsciiLetterLower))
            .Select(piece => piece![1..])
            .Where(word => tokenizer.Count($"a {word}") == tokenizer.Count("a") + 1)];
        if (_words.Length < 100)
        {
            throw new InternLM3Exception($"Only {_words.Length} words of the vocabulary are one token; texts of a known length cannot be made.");
        }
    }

    /// <summary>Words that are so many tokens together.</summary>
    public string Of(int tokens, int seed)
    {
        var random = new Random(seed);
        var words = new List<string>();
        for (var missing = tokens; missing != 0; missing = tokens - _tokenizer.Count(string.Join(' ', words)))
        {
            // The first word has no space before it and may be several tokens, so that there can be too many.
            words.AddRange(Enumerable.Range(0, Math.Max(0, missing)).Select(_ => _words[random.Next(_words.Length)]));
            words.RemoveRange(words.Count - Math.Max(0, -missing), Math.Max(0, -missing));
        }

        return string.Join(' ', words);
    }

    /// <summary>One user message whose rendered prompt is so many tokens.</summary>
    public List<ChatMessage> Prompt(int tokens, int seed) => [new(ChatRole.User, Of(tokens - Count([new(ChatRole.User, "")]), seed))];

    /// <summary>The tokens of a rendered conversation.</summary>
    public int[] Render(IReadOnlyList<ChatMessage> messages) => new ChatTemplate(_tokenizer.Special, null).Render(messages, null).Encode(_tokenizer);

    private int Count(IReadOnlyList<ChatMessage> messages) => Render(messages).Length;
}
