using System.Runtime.InteropServices;

namespace InternLM3.Sampling;

/// <summary>Repetition, frequency and presence penalties and the logit bias of one sequence, with the counts they need.</summary>
internal sealed class Penalties
{
    private readonly SamplingOptions _options;
    private readonly KeyValuePair<int, float>[] _bias;
    private readonly Dictionary<int, int> _outputCounts = [];
    private readonly List<int> _seen = [];
    private ulong[] _isSeen = [];

    public Penalties(SamplingOptions options, ReadOnlySpan<int> prompt)
    {
        _options = options;
        _bias = [.. options.LogitBias];
        if (options.RepetitionPenalty != 1)
        {
            foreach (var token in prompt)
            {
                See(token);
            }
        }
    }

    /// <summary>Counts a token of the output.</summary>
    public void Accept(int token)
    {
        if (_options.RepetitionPenalty != 1)
        {
            See(token);
        }

        if (_options.FrequencyPenalty != 0 || _options.PresencePenalty != 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_outputCounts, token, out _)++;
        }
    }

    /// <summary>Changes a row of logits in place.</summary>
    public void Apply(Span<float> logits)
    {
        var repetition = _options.RepetitionPenalty;
        foreach (var token in CollectionsMarshal.AsSpan(_seen))
        {
            ref var logit = ref logits[token];
            logit = logit < 0 ? logit * repetition : logit / repetition;
        }

        foreach (var (token, count) in _outputCounts)
        {
            logits[token] -= (_options.FrequencyPenalty * count) + _options.PresencePenalty;
        }

        foreach (var (token, bias) in _bias)
        {
            logits[token] += bias;
        }
    }

    /// <summary>
    /// Lists a token once. Every step walks the list, and a list is walked faster than a hash set; the bits take 16 KB at 128,512 tokens.
    /// </summary>
    private void See(int token)
    {
        var word = token / 64;
        if (word >= _isSeen.Length)
        {
            Array.Resize(ref _isSeen, Math.Max(word + 1, 2 * _isSeen.Length));
        }

        if ((_isSeen[word] >> (token % 64) & 1) == 0)
        {
            _isSeen[word] |= 1UL << (token % 64);
            _seen.Add(token);
        }
    }
}
