using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tokenization;

namespace InternLM3.AspNetCore.Completions;

/// <summary>Collects the log-probabilities of one continuation, with each token's place in its text. Not safe for concurrent use.</summary>
internal sealed class LogprobList(Tokenizer tokenizer)
{
    private readonly StreamingDecoder _decoder = tokenizer.CreateDecoder();
    private readonly List<string> _tokens = [];
    private readonly List<float?> _logprobs = [];
    private readonly List<IReadOnlyDictionary<string, float>?> _alternatives = [];
    private readonly List<int> _offsets = [];
    private int _offset;

    /// <summary>Adds an echoed prompt's tokens, without the begin token in front of a text.</summary>
    public void AddPrompt(ReadOnlySpan<int> prompt, IReadOnlyList<float> logprobs)
    {
        for (var i = prompt[0] == tokenizer.BosTokenId ? 1 : 0; i < prompt.Length; i++)
        {
            float? logprob = i == 0 ? null : logprobs[i - 1];
            Add(prompt[i], logprob, logprob is { } known ? [new TokenLogprob(prompt[i], known)] : null);
        }
    }

    /// <summary>Adds a token of the output.</summary>
    public void Add(in GenerationEvent e) => Add(e.TokenId, e.Logprob, e.Alternatives);

    /// <summary>Returns what was added since the last call, or null when that is nothing.</summary>
    public CompletionLogprobs? Take()
    {
        if (_tokens.Count == 0)
        {
            return null;
        }

        var taken = new CompletionLogprobs
        {
            Tokens = [.. _tokens],
            TokenLogprobs = [.. _logprobs],
            TopLogprobs = [.. _alternatives],
            TextOffset = [.. _offsets],
        };
        _tokens.Clear();
        _logprobs.Clear();
        _alternatives.Clear();
        _offsets.Clear();
        return taken;
    }

    private void Add(int id, float? logprob, IReadOnlyList<TokenLogprob>? alternatives)
    {
        _tokens.Add(TokenText.Of(tokenizer, id));
        _logprobs.Add(logprob);
        _alternatives.Add(alternatives is null ? null : TokenText.ByText(tokenizer, alternatives));
        _offsets.Add(_offset);
        _offset += _decoder.Append(id).Length;
    }
}
