namespace InternLM3.Tokenization;

/// <summary>The buffers of one encode call, kept for the next one. Not safe for concurrent use.</summary>
internal sealed class EncoderWorkspace
{
    private const int LargestKept = 1 << 20;

    /// <summary>The text as UTF-8.</summary>
    public ByteBuffer Text { get; } = new();

    /// <summary>The text after normalisation.</summary>
    public ByteBuffer Normalized { get; } = new();

    /// <summary>The symbols of the part that is being merged.</summary>
    public MergeList Symbols { get; } = new();

    /// <summary>Token ids, for callers that only count them.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Whether the buffers are small enough to keep: one long text must not hold its memory for ever.</summary>
    public bool IsWorthKeeping =>
        Text.Capacity <= LargestKept
        && Normalized.Capacity <= LargestKept
        && Symbols.Capacity <= LargestKept / 16
        && Ids.Capacity <= LargestKept / 4;

    /// <summary>Empties the buffers.</summary>
    public void Clear()
    {
        Text.Length = 0;
        Normalized.Length = 0;
        Symbols.Clear();
        Ids.Clear();
    }
}
