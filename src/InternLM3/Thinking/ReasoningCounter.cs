namespace InternLM3.Thinking;

/// <summary>
/// Counts the tokens of the reasoning. A token belongs where the first character of its text went; one that completes no character
/// goes with the next. Not safe for concurrent use.
/// </summary>
internal sealed class ReasoningCounter
{
    private readonly Queue<long> _starts = new();
    private long _taken;
    private long _given;

    /// <summary>The tokens that belong to reasoning, so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a token by the length of the text it made certain.</summary>
    public void Take(int textLength)
    {
        _starts.Enqueue(_taken);
        _taken += textLength;
    }

    /// <summary>Takes text that no counted token belongs to.</summary>
    public void Skip(int textLength) => _taken += textLength;

    /// <summary>Takes note that text came out, in order.</summary>
    public void Give(int textLength, bool reasoning)
    {
        _given += textLength;
        while (_starts.TryPeek(out var start) && start < _given)
        {
            _starts.Dequeue();
            Count += reasoning ? 1 : 0;
        }
    }

    /// <summary>Forgets the tokens that wait for text: something that is no text comes between.</summary>
    public void Break()
    {
        _starts.Clear();
        _given = _taken;
    }
}
