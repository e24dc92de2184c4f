using System.Runtime.InteropServices;

namespace InternLM3.Constraints.Automata;

/// <summary>
/// Turns an <see cref="Nfa"/> into a <see cref="TableRule"/> by the subset construction (Rabin and Scott 1959); calls are symbols
/// like bytes.
/// </summary>
internal sealed class Determinizer
{
    // Beyond this a pattern has blown up, and a longer wait would not make it useful. An object of 1,000 optional properties has
    // 25,000 states.
    private const int MaxStates = 50_000;

    private readonly Nfa _nfa;
    private readonly byte[] _classes = new byte[256];
    private readonly int _classCount;
    private readonly Dictionary<int[], int> _names = new(new SetComparer());
    private readonly List<int[]> _sets = [];
    private readonly bool[] _seen;
    private readonly Stack<int> _pending = new();

    private Determinizer(Nfa nfa)
    {
        _nfa = nfa;
        _seen = new bool[nfa.Count];
        var starts = new bool[257];
        for (var state = 0; state < nfa.Count; state++)
        {
            foreach (var edge in nfa.Edges(state))
            {
                if (edge.Low <= edge.High)
                {
                    starts[edge.Low] = starts[edge.High + 1] = true;
                }
            }
        }
        for (var value = 1; value < 256; value++)
        {
            _classes[value] = (byte)(_classes[value - 1] + (starts[value] ? 1 : 0));
        }
        _classCount = _classes[255] + 1;
    }

    /// <summary>Fills <paramref name="rule"/> with the automaton between two states of <paramref name="nfa"/>.</summary>
    /// <exception cref="SchemaException">The table grew too large.</exception>
    public static void Define(TableRule rule, Nfa nfa, int start, int end) => new Determinizer(nfa).Run(rule, start, end);

    private void Run(TableRule rule, int start, int end)
    {
        var next = new List<int>();
        var calls = new List<CallEdge[]?>();
        var buckets = new List<int>[_classCount];
        for (var i = 0; i < _classCount; i++)
        {
            buckets[i] = [];
        }
        Name([start]);
        for (var state = 0; state < _sets.Count; state++)
        {
            List<(Rule Callee, List<int> Targets)>? called = null;
            foreach (var member in _sets[state])
            {
                foreach (var edge in _nfa.Edges(member))
                {
                    if (edge.Callee is not null)
                    {
                        called ??= [];
                        var known = called.FindIndex(c => c.Callee == edge.Callee);
                        if (known < 0)
                        {
                            known = called.Count;
                            called.Add((edge.Callee, []));
                        }
                        called[known].Targets.Add(edge.To);
                    }
                    else if (edge.Low <= edge.High)
                    {
                        for (int c = _classes[edge.Low]; c <= _classes[edge.High]; c++)
                        {
                            buckets[c].Add(edge.To);
                        }
                    }
                }
            }
            foreach (var bucket in buckets)
            {
                next.Add(bucket.Count == 0 ? -1 : Name(bucket));
                bucket.Clear();
            }
            calls.Add(called?.ConvertAll(c => new CallEdge(c.Callee, Name(c.Targets))).ToArray());
            if (_sets.Count > MaxStates)
            {
                throw Nfa.TooLarge(_nfa.Location);
            }
        }
        rule.Define(_classes, _classCount, [.. next], [.. calls], [.. _sets.Select(set => Array.BinarySearch(set, end) >= 0)]);
    }

    // The number of the set that these states and their empty edges reach.
    private int Name(List<int> states)
    {
        var members = new List<int>();
        foreach (var state in states)
        {
            _pending.Push(state);
        }
        while (_pending.TryPop(out var state))
        {
            if (_seen[state])
            {
                continue;
            }
            _seen[state] = true;
            members.Add(state);
            foreach (var edge in _nfa.Edges(state))
            {
                if (edge.Callee is null && edge.Low > edge.High)
                {
                    _pending.Push(edge.To);
                }
            }
        }
        members.ForEach(m => _seen[m] = false);
        members.Sort();
        var key = members.ToArray();
        ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, key, out var exists);
        if (!exists)
        {
            name = _sets.Count;
            _sets.Add(key);
        }
        return name;
    }

    private sealed class SetComparer : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
