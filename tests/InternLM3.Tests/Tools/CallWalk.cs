using System.Numerics;
using InternLM3.Constraints;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tools;

/// <summary>One output under a constraint, its tokens drawn at random from the masks.</summary>
internal sealed class CallWalk(ITokenConstraint constraint, Tokenizer tokenizer, IReadOnlyList<int> stopTokens, Random random)
{
    // After so many tokens the walk prefers what closes a string, an array or an object.
    private const int Patience = 60;

    private readonly List<int> _tokens = [];

    /// <summary>The tokens so far.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Whether a stop token was drawn.</summary>
    public bool HasEnded => _tokens.Count > 0 && stopTokens.Contains(_tokens[^1]);

    /// <summary>The mask of this step, or null when every token is allowed.</summary>
    public ulong[]? Mask()
    {
        var mask = new ulong[(tokenizer.VocabularySize + 63) / 64];
        return constraint.TryGetMask(mask) ? mask : null;
    }

    /// <summary>The tokens a mask allows; of all tokens, those at random that make a story: text, a call, the end.</summary>
    public List<int> Allowed()
    {
        if (Mask() is not { } mask)
        {
            return [tokenizer.Special.ActionStart!.Value, stopTokens[0], .. tokenizer.Encode("Hello")];
        }

        var ids = new List<int>();
        for (var word = 0; word < mask.Length; word++)
        {
            for (var rest = mask[word]; rest != 0; rest &= rest - 1)
            {
                ids.Add((word * 64) + BitOperations.TrailingZeroCount(rest));
            }
        }

        return ids;
    }

    /// <summary>Takes a token.</summary>
    public void Take(int token)
    {
        _tokens.Add(token);
        constraint.Advance(token);
    }

    /// <summary>Takes random tokens up to a stop token or a number of tokens.</summary>
    public CallWalk Run(int most = 2000)
    {
        while (!HasEnded && _tokens.Count < most)
        {
            var allowed = Allowed();
            Assert.NotEmpty(allowed);
            if (_tokens.Count > Patience && random.Next(8) != 0)
            {
                var closing = allowed.FindAll(Closes);
                allowed = closing.Count > 0 ? closing : allowed;
            }

            Take(allowed[random.Next(allowed.Count)]);
        }

        return this;
    }

    private bool Closes(int id) => stopTokens.Contains(id) || id == tokenizer.Special.ActionEnd
        || (!tokenizer.IsSpecial(id) && tokenizer.GetTokenBytes(id) is [(byte)'"' or (byte)'}' or (byte)']']);
}
