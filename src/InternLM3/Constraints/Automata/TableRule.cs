namespace InternLM3.Constraints.Automata;

/// <summary>A rule whose automaton is a table, with one column per class of bytes that no state tells apart.</summary>
internal sealed class TableRule : Rule
{
    private byte[] _classes = [];
    private int _classCount;
    private int[] _next = [];
    private CallEdge[]?[] _calls = [];
    private bool[] _final = [];
    private bool[] _hasBytes = [];
    private int[] _need = [];
    private bool _isTerminal;
    private int _maxNeed;

    /// <inheritdoc/>
    public override bool IsTerminal => _isTerminal;

    /// <inheritdoc/>
    public override int MaxNeed => _maxNeed;

    /// <summary>How many states there are.</summary>
    public int StateCount => _final.Length;

    /// <inheritdoc/>
    public override int Next(int state, byte value) => _next[(state * _classCount) + _classes[value]];

    /// <inheritdoc/>
    public override bool IsFinal(int state) => _final[state];

    /// <inheritdoc/>
    public override bool HasBytes(int state) => _hasBytes[state];

    /// <inheritdoc/>
    public override ReadOnlySpan<CallEdge> Calls(int state) => _calls[state];

    /// <inheritdoc/>
    public override int Need(int state) => _need[state];

    /// <summary>Fills the rule; done once, apart from the constructor because rules may call themselves.</summary>
    /// <param name="classes">The class of each byte.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="next">State after state, one entry a class: the next state or -1.</param>
    /// <param name="calls">The calls of each state.</param>
    /// <param name="final">Whether the rule may end in each state.</param>
    public void Define(byte[] classes, int classCount, int[] next, CallEdge[]?[] calls, bool[] final)
    {
        (_classes, _classCount, _next, _calls, _final) = (classes, classCount, next, calls, final);
        _isTerminal = Array.TrueForAll(calls, static c => c is null);
        _hasBytes = new bool[final.Length];
        _need = new int[final.Length];
        for (var state = 0; state < final.Length; state++)
        {
            _hasBytes[state] = next.AsSpan(state * classCount, classCount).ContainsAnyExcept(-1);
            _need[state] = final[state] ? 0 : Never;
        }
    }

    /// <summary>Lowers <see cref="Rule.Need"/> by what the successors and callees now need; true when something changed.</summary>
    public bool RelaxNeed()
    {
        var changed = false;
        for (var state = _final.Length - 1; state >= 0; state--)
        {
            var need = _need[state];
            foreach (var to in _next.AsSpan(state * _classCount, _classCount))
            {
                if (to >= 0)
                {
                    need = Math.Min(need, _need[to]);
                }
            }
            foreach (var call in Calls(state))
            {
                var inner = call.Callee.Need(call.Callee.Start) + (call.Callee.Nests ? 1 : 0);
                need = Math.Min(need, Math.Max(inner, _need[call.Return]));
            }
            changed |= need < _need[state];
            _need[state] = need;
        }
        return changed;
    }

    /// <summary>Drops the edges no completion follows, and takes the largest need of all rules of the grammar.</summary>
    public void Seal(int maxNeed)
    {
        _maxNeed = maxNeed;
        for (var state = 0; state < _final.Length; state++)
        {
            var row = _next.AsSpan(state * _classCount, _classCount);
            foreach (ref var to in row)
            {
                if (to >= 0 && _need[to] >= Never)
                {
                    to = -1;
                }
            }
            _hasBytes[state] = row.ContainsAnyExcept(-1);
        }
    }

    /// <summary>The largest finite need of this rule's own states and of the finished rules it calls.</summary>
    public int OwnMaxNeed()
    {
        var max = 0;
        for (var state = 0; state < _final.Length; state++)
        {
            max = _need[state] < Never ? Math.Max(max, _need[state]) : max;
            foreach (var call in Calls(state))
            {
                max = Math.Max(max, call.Callee.MaxNeed);
            }
        }
        return max;
    }
}
