namespace InternLM3.Constraints.Masks;

/// <summary>
/// The partial masks of a vocabulary, shared by all grammars and requests, in bounded memory. Two generations stand in for an order of
/// use: when the young one is full it becomes the old one, and a mask that is found in it moves back. Thread-safe.
/// </summary>
internal sealed class MaskCache
{
    // Two generations of 32 MiB: about 4,000 dense masks of 128,512 tokens, or some hundred thousand sparse ones.
    private const int GenerationBytes = 32 << 20;

    private readonly Lock _lock = new();
    private Dictionary<Key, PartialMask> _young = [];
    private Dictionary<Key, PartialMask> _old = [];
    private long _youngBytes;

    /// <summary>Finds a mask, or null.</summary>
    public PartialMask? Find(in Key key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var mask))
            {
                return mask;
            }
            if (_old.TryGetValue(key, out mask))
            {
                AddLocked(key, mask);
            }
            return mask;
        }
    }

    /// <summary>Keeps a mask.</summary>
    public void Add(in Key key, PartialMask mask)
    {
        lock (_lock)
        {
            AddLocked(key, mask);
        }
    }

    private void AddLocked(in Key key, PartialMask mask)
    {
        if (!_young.TryAdd(key, mask))
        {
            return;
        }
        _youngBytes += mask.Bytes;
        if (_youngBytes > GenerationBytes)
        {
            (_old, _young, _youngBytes) = (_young, [], 0);
        }
    }

    /// <summary>What a mask depends on: the state, as its rule names it, and how many more containers it may open.</summary>
    internal readonly record struct Key(object Owner, long State, int Slack);
}
