using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Masks;

/// <summary>Finds the tokens that a set of positions allows. It holds scratch memory: one walker serves one thread at a time.</summary>
internal sealed class MaskWalker
{
    private readonly TokenTrie _trie;
    private readonly MaskCache _cache;
    private readonly PositionSet[] _sets;
    private readonly int[] _states;
    private readonly PositionSet _return = new();
    private readonly List<int> _exits = [];
    private readonly ulong[] _bits;

    /// <summary>Creates a walker.</summary>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="cache">The partial masks of that vocabulary.</param>
    /// <param name="words">Words in a mask.</param>
    public MaskWalker(TokenTrie trie, MaskCache cache, int words)
    {
        (_trie, _cache) = (trie, cache);
        _states = new int[trie.Longest + 1];
        _sets = new PositionSet[trie.Longest + 1];
        for (var i = 0; i < _sets.Length; i++)
        {
            _sets[i] = new PositionSet();
        }
        _bits = new ulong[words];
    }

    /// <summary>Sets the bits of all tokens whose bytes lead from these positions to one from which the value can be finished.</summary>
    public void SetAllowed(PositionSet positions, Span<ulong> allowed)
    {
        Frame? returned = null;
        foreach (ref readonly var position in positions.Items)
        {
            var partial = Partial(position);
            partial.SetIn(allowed);
            if (position.Parent is null || partial.Exits.Length == 0)
            {
                continue;
            }
            if (!ReferenceEquals(returned, position.Parent))
            {
                returned = position.Parent;
                _return.Clear();
                _return.Return(returned);
            }
            foreach (var node in partial.Exits)
            {
                Walk(node, _return, allowed, null);
            }
        }
    }

    private PartialMask Partial(in Position position)
    {
        // With this many containers to spare no check of depth can fail within one token.
        var rule = position.Rule;
        var slack = rule.IsTerminal ? 0 : Math.Min(Rule.MaxDepth - position.Depth, _trie.MostOpened + 1 + rule.MaxNeed);
        var (owner, state) = rule.MaskName(position.State, _trie.Longest);
        var key = new MaskCache.Key(owner, state, slack);
        if (_cache.Find(key) is { } known)
        {
            return known;
        }
        Array.Clear(_bits);
        _exits.Clear();
        var alone = new PositionSet();
        alone.AddAlone(position with { Parent = null, Depth = rule.IsTerminal ? 0 : Rule.MaxDepth - slack });
        Walk(0, alone, _bits, _exits);
        _exits.Sort();
        var partial = new PartialMask(_bits, [.. _exits.Distinct()]);
        _cache.Add(key, partial);
        return partial;
    }

    // Walks the subtree below a node. Where the stack runs empty the node is added to exits, if given and if it has children.
    private void Walk(int root, PositionSet start, Span<ulong> allowed, List<int>? exits)
    {
        if (start.Count == 1 && start.Items[0].Rule.IsTerminal)
        {
            WalkTerminal(root, start.Items[0], allowed, exits);
            return;
        }
        var (labels, ends, depths) = (_trie.Labels, _trie.Ends, _trie.Depths);
        var top = depths[root];
        for (var node = root + 1; node < ends[root];)
        {
            var depth = depths[node];
            var set = _sets[depth];
            set.Step(depth == top + 1 ? start : _sets[depth - 1], labels[node]);
            if (set.IsDead)
            {
                node = ends[node];
                continue;
            }
            Allow(node, allowed);
            if (set.Completed && ends[node] > node + 1)
            {
                exits?.Add(node);
            }
            if (set.Count == 1 && set.Items[0].Rule.IsTerminal)
            {
                WalkTerminal(node, set.Items[0], allowed, exits);
                node = ends[node];
                continue;
            }
            node = set.Count == 0 ? ends[node] : node + 1;
        }
    }

    // The same for a single position in a rule without calls: states are numbers until the rule ends.
    private void WalkTerminal(int root, in Position position, Span<ulong> allowed, List<int>? exits)
    {
        var (labels, ends, depths) = (_trie.Labels, _trie.Ends, _trie.Depths);
        var rule = position.Rule;
        var parent = position.Parent;
        PositionSet? after = null;
        _states[depths[root]] = position.State;
        var end = ends[root];
        for (var node = root + 1; node < end;)
        {
            var depth = depths[node];
            var state = rule.Next(_states[depth - 1], labels[node]);
            if (state < 0)
            {
                node = ends[node];
                continue;
            }
            _states[depth] = state;
            Allow(node, allowed);
            if (rule.IsFinal(state) && ends[node] > node + 1)
            {
                if (parent is null)
                {
                    exits?.Add(node);
                }
                else
                {
                    if (after is null)
                    {
                        after = new PositionSet();
                        after.Return(parent);
                    }
                    if (after.Completed)
                    {
                        exits?.Add(node);
                    }
                    // The deeper walk writes to the scratch entries below this node only; a node's own are written before they are read.
                    WalkFrom(node, after, allowed, exits);
                }
            }
            node++;
        }
    }

    private void WalkFrom(int node, PositionSet start, Span<ulong> allowed, List<int>? exits)
    {
        var kept = _states[_trie.Depths[node]];
        Walk(node, start, allowed, exits);
        _states[_trie.Depths[node]] = kept;
    }

    private void Allow(int node, Span<ulong> allowed)
    {
        for (var id = _trie.Tokens[node]; id >= 0; id = _trie.Same[id])
        {
            allowed[id >> 6] |= 1UL << id;
        }
    }
}
