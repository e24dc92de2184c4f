namespace InternLM3.Constraints.Automata;

/// <summary>
/// One rule of a grammar: a deterministic automaton over bytes whose states may also call other rules. Rules that call make the
/// grammar a recursive transition network (Woods 1970), that is, a pushdown automaton. Immutable once its grammar is built.
/// </summary>
internal abstract class Rule
{
    /// <summary>
    /// The most containers (objects, arrays) open at once. System.Text.Json refuses more than 64; four are left to whatever wraps
    /// the value.
    /// </summary>
    public const int MaxDepth = 60;

    /// <summary><see cref="Need"/> of a state from which the rule cannot be completed.</summary>
    public const int Never = 1 << 20;

    /// <summary>Whether the rule is a container and counts towards <see cref="MaxDepth"/>.</summary>
    public bool Nests { get; init; }

    /// <summary>The state a call enters.</summary>
    public virtual int Start => 0;

    /// <summary>Whether no state calls another rule.</summary>
    public abstract bool IsTerminal { get; }

    /// <summary>The largest finite <see cref="Need"/> in this rule and every rule it can reach.</summary>
    public abstract int MaxNeed { get; }

    /// <summary>The state after a byte, or -1.</summary>
    public abstract int Next(int state, byte value);

    /// <summary>Whether the rule may end here.</summary>
    public abstract bool IsFinal(int state);

    /// <summary>Whether any byte leads on.</summary>
    public abstract bool HasBytes(int state);

    /// <summary>The rules this state calls.</summary>
    public abstract ReadOnlySpan<CallEdge> Calls(int state);

    /// <summary>
    /// How many further containers, one in another, the easiest completion from here opens; <see cref="Never"/> when there is none.
    /// </summary>
    public abstract int Need(int state);

    /// <summary>
    /// Names the state for the cache of masks: states that allow the same tokens, also of different rules, may share a name.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="longestToken">Bytes in the vocabulary's longest token: what lies further ahead cannot change the mask.</param>
    public virtual (object Owner, long State) MaskName(int state, int longestToken) => (this, state);
}
