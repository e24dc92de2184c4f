namespace InternLM3.Onnx;

/// <summary>
/// Which slot of the cache each sequence is in. Sequences that decode together must stand together; those that do not are moved.
/// </summary>
/// <remarks>
/// The other way is to compute the sequences in between for nothing. That costs every step a row, about a quarter of a step alone (1B,
/// int4, 2 cores: 12 ms alone, 31 ms for 8), and a move costs a copy once after a sequence joined or left: 5 ms for 2,000 tokens of that
/// model, as much as two such rows. So holes are never computed.
/// </remarks>
/// <param name="cache">The cache.</param>
/// <param name="sequences">How many sequences and slots there are.</param>
internal sealed class SlotPlacement(KeyValueCache cache, int sequences)
{
    private readonly int[] _slotOf = [.. Enumerable.Range(0, sequences)];
    private readonly int[] _sequenceIn = [.. Enumerable.Range(0, sequences)];
    private readonly bool[] _wanted = new bool[sequences];

    /// <summary>The slot of a sequence.</summary>
    public int SlotOf(int sequence) => _slotOf[sequence];

    /// <summary>Brings sequences together, in any order, with as few tokens moved as can be.</summary>
    /// <param name="together">The sequences.</param>
    /// <param name="lengths">The length of every sequence.</param>
    /// <returns>The first of their slots.</returns>
    public int Gather(ReadOnlySpan<int> together, ReadOnlySpan<int> lengths)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var sequence in together)
        {
            first = Math.Min(first, _slotOf[sequence]);
            last = Math.Max(last, _slotOf[sequence]);
        }

        return last - first + 1 == together.Length ? first : Move(together, lengths);
    }

    private int Move(ReadOnlySpan<int> together, ReadOnlySpan<int> lengths)
    {
        Array.Clear(_wanted);
        foreach (var sequence in together)
        {
            _wanted[_slotOf[sequence]] = true;
        }

        var (first, least) = (0, long.MaxValue);
        for (var start = 0; start + together.Length <= _wanted.Length; start++)
        {
            var cost = Cost(start, together.Length, lengths);
            (first, least) = cost < least ? (start, cost) : (first, least);
        }

        var hole = first;
        for (var slot = 0; slot < _wanted.Length; slot++)
        {
            if (_wanted[slot] && (slot < first || slot >= first + together.Length))
            {
                while (_wanted[hole])
                {
                    hole++;
                }

                Swap(slot, hole++, lengths);
            }
        }

        return first;
    }

    /// <summary>The tokens to move for a run of slots: the wanted ones outside of it and the others inside.</summary>
    private long Cost(int start, int count, ReadOnlySpan<int> lengths)
    {
        var cost = 0L;
        for (var slot = 0; slot < _wanted.Length; slot++)
        {
            var isInside = slot >= start && slot < start + count;
            cost += _wanted[slot] != isInside ? lengths[_sequenceIn[slot]] : 0;
        }

        return cost;
    }

    private void Swap(int slot, int other, ReadOnlySpan<int> lengths)
    {
        var (moved, displaced) = (_sequenceIn[slot], _sequenceIn[other]);
        if (lengths[displaced] == 0)
        {
            cache.Copy(slot, other, lengths[moved]);
        }
        else
        {
            cache.Swap(slot, other, Math.Max(lengths[moved], lengths[displaced]));
        }

        (_sequenceIn[slot], _sequenceIn[other]) = (displaced, moved);
        (_slotOf[moved], _slotOf[displaced]) = (other, slot);
    }
}
