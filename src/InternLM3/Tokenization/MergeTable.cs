namespace InternLM3.Tokenization;

/// <summary>What two neighbouring symbols merge to: a hash table with open addressing. Safe for concurrent reading.</summary>
internal sealed class MergeTable
{
    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>Builds the table.</summary>
    /// <param name="merges">Left and right symbol, the symbol they make, and its rank; each pair once.</param>
    public MergeTable(IReadOnlyCollection<(int Left, int Right, int Merged, int Rank)> merges)
    {
        var bits = Math.Max(4, 33 - int.LeadingZeroCount(merges.Count));
        (_entries, _shift) = (new Entry[1 << bits], 64 - bits);
        Array.Fill(_entries, new Entry(ulong.MaxValue, -1, int.MaxValue));
        foreach (var (left, right, merged, rank) in merges)
        {
            _entries[Slot(Key(left, right))] = new Entry(Key(left, right), merged, rank);
        }
    }

    /// <summary>Finds a merge.</summary>
    /// <param name="left">The left symbol; a negative one merges with nothing.</param>
    /// <param name="right">The right symbol; a negative one merges with nothing.</param>
    /// <param name="merged">The symbol they make, or -1.</param>
    /// <returns>The merge's rank, lower first; <see cref="int.MaxValue"/> when they do not merge.</returns>
    public int Find(int left, int right, out int merged)
    {
        ref readonly var entry = ref _entries[Slot(Key(left, right))];
        merged = entry.Merged;
        return entry.Rank;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    // The slot of a key, or the empty slot where it would be: at most half of the table is in use.
    private int Slot(ulong key)
    {
        var slot = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_entries[slot].Key != key && _entries[slot].Merged >= 0)
        {
            slot = (slot + 1) & (_entries.Length - 1);
        }

        return slot;
    }

    private readonly record struct Entry(ulong Key, int Merged, int Rank);
}
