using System.Runtime.InteropServices;

namespace InternLM3.Sampling;

/// <summary>Repetition, frequency and presence penalties and the logit bias of one sequence, with the counts they need.</summary>
internal sealed class Penalties
{
    private readonly SamplingOptions _options;
    private readonly Dictionary<int, int> _outputCounts = [];
    private readonly HashSet<int> _seen = [];

    public Penalties(SamplingOptions options, ReadOnlySpan<int> prompt)
    {
        _options = options;
        if (options.RepetitionPenalty != 1)
        {
            foreach (var token in prompt)
            {
                _seen.Add(token);
            }
        }
    }

    /// <summary>Counts a token of the output.</summary>
    public void Accept(int token)
    {
        if (_options.RepetitionPenalty != 1)
        {
            _seen.Add(token);
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
        foreach (var token in _seen)
        {
            ref var logit = ref logits[token];
            logit = logit < 0 ? logit * repetition : logit / repetition;
        }

        foreach (var (token, count) in _outputCounts)
        {
            logits[token] -= (_options.FrequencyPenalty * count) + _options.PresencePenalty;
        }

        foreach (var (token, bias) in _options.LogitBias)
        {
            logits[token] += bias;
        }
    }
}
