namespace InternLM3.Constraints.Automata;

/// <summary>
/// Every place the grammar may be in after some bytes. Only positions that read a byte next are kept, and none that no
/// completion within <see cref="Rule.MaxDepth"/> follows: from each of them the value can be finished.
/// </summary>
internal sealed class PositionSet
{
    private Position[] _items = new Position[2];

    /// <summary>The positions.</summary>
    public ReadOnlySpan<Position> Items => _items.AsSpan(0, Count);

    /// <summary>How many positions there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the value is complete if nothing follows.</summary>
    public bool Completed { get; private set; }

    /// <summary>Whether the bytes so far are no beginning of a value.</summary>
    public bool IsDead => Count == 0 && !Completed;

    /// <summary>Empties the set.</summary>
    public void Clear() => (Count, Completed) = (0, false);

    /// <summary>Adds a position and all that is reached from it without reading a byte.</summary>
    public void Add(in Position position)
    {
        var (rule, state, parent, depth) = position;
        if (depth + rule.Need(state) > Rule.MaxDepth)
        {
            return;
        }
        if (rule.IsFinal(state))
        {
            Return(parent);
        }
        foreach (ref readonly var call in rule.Calls(state))
        {
            var callee = call.Callee;
            var inner = depth + (callee.Nests ? 1 : 0);
            if (inner + callee.Need(callee.Start) > Rule.MaxDepth || depth + rule.Need(call.Return) > Rule.MaxDepth)
            {
                continue;
            }
            // A call that ends its caller needs no frame of its own.
            var ends = rule.IsFinal(call.Return) && !rule.HasBytes(call.Return) && rule.Calls(call.Return).IsEmpty;
            Add(new Position(callee, callee.Start, ends ? parent : new Frame(rule, call.Return, parent, depth), inner));
        }
        if (rule.HasBytes(state))
        {
            AddAlone(position);
        }
    }

    /// <summary>Adds a position that reads a byte next, without following its calls.</summary>
    public void AddAlone(in Position position)
    {
        if (Items.Contains(position))
        {
            return;
        }
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }
        _items[Count++] = position;
    }

    /// <summary>Adds what follows the end of a rule called with this stack.</summary>
    public void Return(Frame? parent)
    {
        if (parent is null)
        {
            Completed = true;
        }
        else
        {
            Add(new Position(parent.Rule, parent.State, parent.Parent, parent.Depth));
        }
    }

    /// <summary>Fills this set with what <paramref name="source"/> becomes after a byte.</summary>
    public void Step(PositionSet source, byte value)
    {
        Clear();
        foreach (ref readonly var position in source.Items)
        {
            var next = position.Rule.Next(position.State, value);
            if (next >= 0)
            {
                Add(position with { State = next });
            }
        }
    }
}
