namespace InternLM3.Tokenization;

/// <summary>The symbols of a part of a text as a linked list, merged best first. Not safe for concurrent use.</summary>
/// <remarks>
/// Of all neighbours that merge, the lowest rank goes first and the leftmost of equals, as in SentencePiece. Up to
/// <see cref="Short"/> symbols the best pair is searched in the list; longer lists keep the pairs in a heap, so a line of
/// n characters takes O(n log n).
/// </remarks>
internal sealed class MergeList
{
    private const int Short = 24;
    private const int None = int.MaxValue;
    private Node[] _nodes = new Node[64];
    private ulong[] _heap = [];
    private int _heapCount;

    /// <summary>How many symbols were added.</summary>
    public int Count { get; private set; }

    /// <summary>Where the way each unused piece was last made is kept, or null when it is not wanted.</summary>
    public Dictionary<int, (int Left, int Right)>? Splits { get; set; }

    /// <summary>How many symbols fit without growing.</summary>
    public int Capacity => _nodes.Length;

    /// <summary>Adds a symbol at the end.</summary>
    /// <param name="symbol">The symbol, or -1 for one that merges with nothing.</param>
    /// <param name="start">Where in the text it begins.</param>
    public void Add(int symbol, int start)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * Count);
        }

        _nodes[Count] = new Node { Symbol = symbol, Start = start, Rank = None, Previous = Count - 1, Next = Count + 1 };
        Count++;
    }

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = 0;

    /// <summary>The symbol at an index, where it begins, and the index after it; start at 0 and end at <see cref="Count"/>.</summary>
    public (int Symbol, int Start, int Next) this[int index]
    {
        get
        {
            ref readonly var node = ref _nodes[index];
            return (node.Symbol, node.Start, node.Next);
        }
    }

    /// <summary>Where the symbol at an index begins.</summary>
    public int StartOf(int index) => _nodes[index].Start;

    /// <summary>Merges until no neighbours merge.</summary>
    public void Merge(BpeVocabulary vocabulary)
    {
        for (var i = 0; i + 1 < Count; i++)
        {
            Propose(vocabulary, i);
        }

        if (Count <= Short)
        {
            while (BestInList() is >= 0 and var best)
            {
                Apply(vocabulary, best);
            }

            return;
        }

        _heapCount = 0;
        for (var i = 0; i < Count; i++)
        {
            Push(i);
        }

        while (_heapCount > 0)
        {
            var top = Pop();
            var index = (int)(uint)top;

            // An entry whose pair has changed since is passed over; the new pair has its own entry.
            if (_nodes[index].Rank == (int)(top >> 32))
            {
                Apply(vocabulary, index);
                if (_nodes[index].Previous >= 0)
                {
                    Push(_nodes[index].Previous);
                }

                Push(index);
            }
        }
    }

    private int BestInList()
    {
        var (best, rank) = (-1, None);
        for (var i = 0; i < Count; i = _nodes[i].Next)
        {
            if (_nodes[i].Rank < rank)
            {
                (best, rank) = (i, _nodes[i].Rank);
            }
        }

        return best;
    }

    private void Apply(BpeVocabulary vocabulary, int index)
    {
        ref var left = ref _nodes[index];
        ref var right = ref _nodes[left.Next];
        left.Symbol = left.Merged;
        left.Next = right.Next;
        right.Rank = None;
        if (left.Next < Count)
        {
            _nodes[left.Next].Previous = index;
        }

        if (left.Previous >= 0)
        {
            Propose(vocabulary, left.Previous);
        }

        Propose(vocabulary, index);
    }

    private void Propose(BpeVocabulary vocabulary, int index)
    {
        ref var left = ref _nodes[index];
        if (left.Next >= Count)
        {
            left.Rank = None;
            return;
        }

        var right = _nodes[left.Next].Symbol;
        left.Rank = vocabulary.FindMerge(left.Symbol, right, out left.Merged);
        if (Splits is not null && vocabulary.IsUnused(left.Merged))
        {
            Splits[left.Merged] = (left.Symbol, right);
        }
    }

    // The heap has four children a node: half the levels, and so half the cache misses, of two.
    private void Push(int index)
    {
        var rank = _nodes[index].Rank;
        if (rank == None)
        {
            return;
        }

        if (_heapCount == _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(256, 2 * _heapCount));
        }

        var entry = ((ulong)rank << 32) | (uint)index;
        var at = _heapCount++;
        while (at > 0 && _heap[(at - 1) >> 2] is var parent && parent > entry)
        {
            _heap[at] = parent;
            at = (at - 1) >> 2;
        }

        _heap[at] = entry;
    }

    private ulong Pop()
    {
        var top = _heap[0];
        var last = _heap[--_heapCount];
        var heap = _heap.AsSpan(0, _heapCount);
        var at = 0;
        while ((4 * at) + 1 is var child && child < heap.Length)
        {
            var least = child;
            for (var i = child + 1; i < Math.Min(child + 4, heap.Length); i++)
            {
                least = heap[i] < heap[least] ? i : least;
            }

            if (heap[least] >= last)
            {
                break;
            }

            heap[at] = heap[least];
            at = least;
        }

        _heap[at] = last;
        return top;
    }

    private struct Node
    {
        public int Symbol;
        public int Start;
        public int Previous;
        public int Next;
        public int Rank;
        public int Merged;
    }
}
