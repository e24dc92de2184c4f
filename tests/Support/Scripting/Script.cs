using System.Text.RegularExpressions;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Support.Scripting;

/// <summary>
/// Which token comes next, by a list of replies: a function of the tokens so far and of nothing else. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A reply is followed by its place: the token after n tokens of the turn is its token n, whatever the n were. So sampling, a bias or a
/// constraint may put another token in a place and the script goes on behind it. After the end of the turn, for a request that does not
/// let it end there, the reply begins again.
/// </remarks>
public sealed partial class Script
{
    // A prompt without messages has no mark where the answer begins: its first tokens are tried.
    private const int LongestPlainPrompt = 16;
    private const int LongestQuotation = 40;

    private readonly Tokenizer _tokenizer;
    private readonly (ScriptedReply Reply, int[] After, int[] Tokens)[] _replies;
    private readonly int[] _assistant;
    private readonly int[] _plain;

    public Script(Tokenizer tokenizer, IEnumerable<ScriptedReply> replies)
    {
        _tokenizer = tokenizer;
        _replies = [.. replies.Select(reply => (reply, tokenizer.Encode(reply.After ?? ""), Encode(reply.Reply)))];
        _assistant = [tokenizer.Special.ImStart, .. tokenizer.Encode("assistant\n")];
        _plain = tokenizer.Encode(" not in the script,");
    }

    /// <summary>The token after a prompt and what was generated so far.</summary>
    public int Next(ReadOnlySpan<int> tokens)
    {
        var (start, reply) = Find(tokens);
        return reply[(tokens.Length - start) % reply.Length];
    }

    private (int Start, int[] Reply) Find(ReadOnlySpan<int> tokens)
    {
        var turn = tokens.LastIndexOf(_tokenizer.Special.ImStart);
        if (turn < 0)
        {
            return FindPlain(tokens);
        }

        if (!tokens[turn..].StartsWith(_assistant))
        {
            // Inside of a prompt, where nothing is generated.
            return (0, [_tokenizer.Special.ImEnd]);
        }

        var start = turn + _assistant.Length;
        var asked = Asked(tokens[..turn]);
        var prompt = _tokenizer.Decode(tokens[..turn]);
        foreach (var (reply, after, found) in _replies)
        {
            if (reply.Asked == asked && (reply.With is null || prompt.Contains(reply.With, StringComparison.Ordinal))
                && tokens[start..].LastIndexOf(after) is >= 0 and var at)
            {
                return (reply.After is null ? start : start + at + after.Length, found);
            }
        }

        var quotation = asked[.._tokenizer.TruncateToTokens(asked, LongestQuotation)];
        return (start, [.. _tokenizer.Encode($"Not in the script: {quotation}"), _tokenizer.Special.ImEnd]);
    }

    private (int Start, int[] Reply) FindPlain(ReadOnlySpan<int> tokens)
    {
        for (var length = Math.Min(tokens.Length, LongestPlainPrompt); length > 1; length--)
        {
            var text = _tokenizer.Decode(tokens[1..length]);
            if (Array.Find(_replies, one => one.Reply.Asked == text) is { Tokens: { } found })
            {
                return (length, found);
            }
        }

        return (0, _plain);
    }

    // "role\ntext" without the tokens around it.
    private string Asked(ReadOnlySpan<int> turns)
    {
        var message = _tokenizer.Decode(turns[(turns.LastIndexOf(_tokenizer.Special.ImStart) + 1)..]);
        return message[(message.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd('\n');
    }

    // Each text between special tokens on its own, as a prompt is encoded.
    private int[] Encode(string reply)
    {
        var parts = SpecialTokens().Split(reply).Select(part =>
            _tokenizer.AddedTokens.TryGetValue(part, out var id) ? [id] : _tokenizer.Encode(part));
        return [.. parts.SelectMany(part => part), _tokenizer.Special.ImEnd];
    }

    [GeneratedRegex(@"(<\|[a-z_]+\|>)")]
    private static partial Regex SpecialTokens();
}
