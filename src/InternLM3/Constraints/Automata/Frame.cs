namespace InternLM3.Constraints.Automata;

/// <summary>One entry of a stack of calls: where to go on when the callee is complete. Immutable; stacks share their tails.</summary>
internal sealed class Frame : IEquatable<Frame>
{
    private readonly int _hash;

    /// <summary>Creates an entry on top of another.</summary>
    public Frame(Rule rule, int state, Frame? parent, int depth)
    {
        (Rule, State, Parent, Depth) = (rule, state, parent, depth);
        _hash = HashCode.Combine(rule, state, parent?._hash ?? 0);
    }

    /// <summary>The calling rule.</summary>
    public Rule Rule { get; }

    /// <summary>The state to return to.</summary>
    public int State { get; }

    /// <summary>The rest of the stack; null at the bottom.</summary>
    public Frame? Parent { get; }

    /// <summary>Containers open in the calling rule, itself included.</summary>
    public int Depth { get; }

    /// <inheritdoc/>
    public bool Equals(Frame? other)
    {
        for (Frame? a = this, b = other; ; a = a.Parent, b = b.Parent)
        {
            if (ReferenceEquals(a, b))
            {
                return true;
            }
            if (a is null || b is null || a._hash != b._hash || a.Rule != b.Rule || a.State != b.State)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Frame);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
