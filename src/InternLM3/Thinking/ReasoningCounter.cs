namespace InternLM3.Thinking;

/// <summary>
/// Counts the tokens of the reasoning. A token belongs where the first character of its text went; one that completes no character
/// belongs with the next one. Not safe for concurrent use.
/// </summary>
internal sealed class ReasoningCounter
{
    private readonly Queue<long> _starts = new();
    private long _taken;
    private long _given;

    /// <summary>The tokens that belong to reasoning, so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a token and the length of the text it completed.</summary>
    public void Take(int textLength)
    {
        _starts.Enqueue(_taken);
        _taken += textLength;
    }

    /// <summary>Adds text that belongs to no counted token.</summary>
    public void Skip(int textLength) => _taken += textLength;

    /// <summary>Records text that was reported, in order; a token whose first character is among it counts if it was reasoning.</summary>
    public void Give(int textLength, bool reasoning)
    {
        _given += textLength;
        while (_starts.TryPeek(out var start) && start < _given)
        {
            _starts.Dequeue();
            Count += reasoning ? 1 : 0;
        }
    }

    /// <summary>Forgets the tokens whose text has not been reported: something that is not text comes between.</summary>
    public void Break()
    {
        _starts.Clear();
        _given = _taken;
    }
}
