using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Masks;

namespace InternLM3.Constraints;

/// <summary>Follows a grammar through one output.</summary>
internal sealed class GrammarConstraint : ITokenConstraint
{
    private readonly ConstraintVocabulary _vocabulary;
    private readonly MaskWalker _walker;
    private PositionSet _next = new();
    private PositionSet _spare = new();
    private bool _stopped;

    /// <summary>Starts at the beginning of a rule.</summary>
    public GrammarConstraint(Rule root, ConstraintVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _walker = new MaskWalker(vocabulary.Trie, vocabulary.Masks, vocabulary.Words);
        Current.Add(new Position(root, root.Start, null, root.Nests ? 1 : 0));
    }

    /// <summary>Where the grammar is now.</summary>
    internal PositionSet Current { get; private set; } = new();

    /// <inheritdoc/>
    public bool TryGetMask(Span<ulong> allowed)
    {
        if (allowed.Length < _vocabulary.Words)
        {
            throw new ArgumentException($"A mask of {_vocabulary.Count} tokens takes {_vocabulary.Words} words.", nameof(allowed));
        }
        if (!_stopped)
        {
            _walker.SetAllowed(Current, allowed);
        }
        if (Current.Completed)
        {
            foreach (var id in _vocabulary.StopTokens)
            {
                allowed[id >> 6] |= 1UL << id;
            }
        }
        else if (!allowed.ContainsAnyExcept(0UL))
        {
            throw new InternLM3Exception(
                "No token of the vocabulary continues the output as its constraint demands: use a tokenizer with a token for every byte.");
        }
        return true;
    }

    /// <inheritdoc/>
    public void Advance(int tokenId)
    {
        if (tokenId < 0 || tokenId >= _vocabulary.Count || _stopped)
        {
            throw Refused(tokenId);
        }
        if (_vocabulary.IsStop(tokenId))
        {
            if (!Current.Completed)
            {
                throw Refused(tokenId);
            }
            _stopped = true;
            return;
        }
        var bytes = _vocabulary.Bytes(tokenId);
        var source = Current;
        foreach (var value in bytes)
        {
            _next.Step(source, value);
            (source, _next, _spare) = (_next, _spare, _next);
        }
        if (bytes.IsEmpty || source.IsDead)
        {
            throw Refused(tokenId);
        }

        // The last set stepped to is in _spare; the one left takes its place.
        (Current, _spare) = (source, Current);
    }

    private static InternLM3Exception Refused(int tokenId) =>
        new($"Token {tokenId} is not allowed here: choose among the tokens of the mask.");
}
