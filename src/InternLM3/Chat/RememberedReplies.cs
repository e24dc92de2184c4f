using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using InternLM3.Tokenization;

namespace InternLM3.Chat;

/// <summary>
/// The assistant turns a model generated, keyed by their text, with the ids they were generated with. Sampled ids are often not the ids
/// a tokenizer gives for their text; a reply that comes back in the history with its own ids continues the tokens whose keys and values
/// are still there. Holds a bounded number of tokens; the least recently used turns go first. Thread-safe.
/// </summary>
/// <remarks>
/// A turn is found only when its runs of text and its special tokens are exactly those of the turn to render, so the ids always spell
/// what the caller sent: a reply that was cut at a stop string, whose reasoning was left out, or whose calls are written differently
/// is not found, and is encoded as any other text. Text stands for text alone: it can never bring a special token into a prompt.
/// </remarks>
/// <param name="maxTokens">The most tokens to hold; 0 remembers nothing.</param>
internal sealed class RememberedReplies(int maxTokens)
{
    private const string Opening = "assistant\n";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Reply>> _replies = new(StringComparer.Ordinal);
    private readonly LinkedList<Reply> _byUse = new();

    /// <summary>Tokens held now.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Remembers the turn that a prompt opened and an output continued; of equal turns the latest stays.</summary>
    /// <param name="prompt">The prompt; what follows its last <c>&lt;|im_start|&gt;</c> belongs to the turn.</param>
    /// <param name="output">The tokens generated, without the one that ended the turn.</param>
    /// <param name="tokenizer">The tokenizer of both.</param>
    public void Remember(ReadOnlySpan<int> prompt, ReadOnlySpan<int> output, Tokenizer tokenizer)
    {
        var start = prompt.LastIndexOf(tokenizer.Special.ImStart) + 1;
        int[] ids = [.. prompt[start..], .. output];
        if (start == 0 || output.IsEmpty || ids.Length > maxTokens)
        {
            return;
        }

        // The output is decoded by itself, as its reader was given it: a tokenizer may drop the first space of a text.
        var turn = new Prompt();
        Decode(prompt[start..], tokenizer, turn);
        Decode(output, tokenizer, turn);
        var key = KeyOf(turn.Parts, 0, turn.Parts.Count);
        lock (_lock)
        {
            if (_replies.Remove(key, out var older))
            {
                Remove(older);
            }

            while (TokenCount + ids.Length > maxTokens)
            {
                _replies.Remove(_byUse.Last!.Value.Key);
                Remove(_byUse.Last);
            }

            _replies[key] = _byUse.AddFirst(new Reply(key, ids));
            TokenCount += ids.Length;
        }
    }

    /// <summary>Finds the ids of an assistant turn of a prompt.</summary>
    /// <param name="parts">The prompt's parts.</param>
    /// <param name="start">The part to look at; it begins an assistant turn or nothing is found.</param>
    /// <param name="special">The special tokens.</param>
    /// <param name="ids">The ids the turn was generated with.</param>
    /// <param name="count">The parts they stand for: those up to the turn's end.</param>
    public bool TryFind(
        IReadOnlyList<PromptPart> parts, int start, SpecialTokens special, [NotNullWhen(true)] out int[]? ids, out int count)
    {
        (ids, count) = (null, 0);
        if (maxTokens == 0 || start == 0 || parts[start - 1].TokenId != special.ImStart
            || parts[start].Text?.StartsWith(Opening, StringComparison.Ordinal) != true)
        {
            return false;
        }

        while (start + count < parts.Count && parts[start + count].TokenId != special.ImEnd)
        {
            count++;
        }

        var key = KeyOf(parts, start, count);
        lock (_lock)
        {
            if (!_replies.TryGetValue(key, out var reply))
            {
                return false;
            }

            _byUse.Remove(reply);
            _byUse.AddFirst(reply);
            ids = reply.Value.Ids;
            return true;
        }
    }

    private static void Decode(ReadOnlySpan<int> ids, Tokenizer tokenizer, Prompt turn)
    {
        var decoder = tokenizer.CreateDecoder();
        foreach (var id in ids)
        {
            if (tokenizer.IsOrdinary(id))
            {
                turn.Add(decoder.Append(id));
            }
            else
            {
                turn.Add(decoder.Flush()).Add(id);
            }
        }

        turn.Add(decoder.Flush());
    }

    /// <summary>Parts as one string; lengths in front of the texts keep a text from looking like a special token.</summary>
    private static string KeyOf(IReadOnlyList<PromptPart> parts, int start, int count)
    {
        var key = new StringBuilder();
        for (var i = start; i < start + count; i++)
        {
            key = parts[i].Text is { } text
                ? key.Append(CultureInfo.InvariantCulture, $"{text.Length}:").Append(text)
                : key.Append(CultureInfo.InvariantCulture, $"<{parts[i].TokenId}>");
        }

        return key.ToString();
    }

    private void Remove(LinkedListNode<Reply> reply)
    {
        TokenCount -= reply.Value.Ids.Length;
        _byUse.Remove(reply);
    }

    private sealed record Reply(string Key, int[] Ids);
}
