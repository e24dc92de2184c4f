using System.Numerics.Tensors;
using InternLM3.Constraints;
using InternLM3.Sampling;

namespace InternLM3.Generation;

/// <summary>One sequence's rule from logits to token: log-probabilities, penalties, forbidden tokens, constraint, sampler.</summary>
internal sealed class TokenChooser
{
    private readonly Sampler _sampler;
    private readonly Logprobs? _logprobs;
    private readonly ITokenConstraint? _constraint;
    private readonly int[] _stopTokens;
    private readonly int _minNewTokens;
    private readonly int _tokenCount;
    private readonly ulong[] _mask;

    /// <param name="request">The validated request.</param>
    /// <param name="vocabularySize">Width of a row of logits.</param>
    /// <param name="tokenCount">Tokens the tokenizer knows; rows beyond are padding and never chosen.</param>
    public TokenChooser(GenerationRequest request, int vocabularySize, int tokenCount)
    {
        _sampler = new Sampler(request.Sampling, request.Prompt.Span, request.Seed ?? Random.Shared.NextInt64());
        _logprobs = request.Logprobs is { } alternatives ? new Logprobs(alternatives) : null;
        _constraint = request.Constraint;
        _stopTokens = request.IgnoreEos ? [] : [.. request.StopTokens];
        _minNewTokens = request.MinNewTokens;
        _tokenCount = tokenCount;
        _mask = _constraint is null ? [] : new ulong[(vocabularySize + 63) / 64];
    }

    /// <summary>The log-probability of the token last chosen, when asked for.</summary>
    public float? Logprob { get; private set; }

    /// <summary>The alternatives to the token last chosen, when asked for.</summary>
    public IReadOnlyList<TokenLogprob> Alternatives => _logprobs?.Alternatives ?? [];

    /// <summary>Whether a token ends the sequence.</summary>
    public bool IsStop(int token) => Array.IndexOf(_stopTokens, token) >= 0;

    /// <summary>Chooses a token and takes it into account; the row is overwritten.</summary>
    /// <param name="logits">The row, one logit a token of the vocabulary.</param>
    /// <param name="newTokens">How many tokens the output has.</param>
    public int Choose(Span<float> logits, int newTokens)
    {
        _logprobs?.Measure(logits);
        _sampler.Penalize(logits);
        logits[_tokenCount..].Fill(float.NegativeInfinity);
        if (newTokens < _minNewTokens)
        {
            foreach (var stop in _stopTokens)
            {
                logits[stop] = float.NegativeInfinity;
            }
        }

        if (_constraint is not null)
        {
            Constrain(logits, _constraint);
        }

        var token = _sampler.Choose(logits);
        Logprob = _logprobs?.Of(token);
        _sampler.Accept(token);
        _constraint?.Advance(token);
        return token;
    }

    private void Constrain(Span<float> logits, ITokenConstraint constraint)
    {
        Array.Clear(_mask);
        if (!constraint.TryGetMask(_mask))
        {
            return;
        }

        for (var word = 0; word < _mask.Length; word++)
        {
            var row = logits.Slice(word * 64, Math.Min(64, logits.Length - (word * 64)));
            if (_mask[word] == 0)
            {
                row.Fill(float.NegativeInfinity);
                continue;
            }

            for (var bit = 0; bit < row.Length; bit++)
            {
                if ((_mask[word] >> bit & 1) == 0)
                {
                    row[bit] = float.NegativeInfinity;
                }
            }
        }

        if (float.IsNegativeInfinity(TensorPrimitives.Max<float>(logits)))
        {
            throw new InternLM3Exception(
                "The constraint and the other options together allow no token: loosen MinNewTokens, LogitBias or the schema.");
        }
    }
}
