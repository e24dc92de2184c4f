namespace InternLM3.Constraints.Automata;

/// <summary>
/// A nondeterministic automaton under construction: states joined by byte ranges, calls of rules and empty edges. Builders take
/// the state to start from and return the state they end in, so fragments chain.
/// </summary>
internal sealed class Nfa
{
    /// <summary>States one rule may have before determinisation: about a thousand characters of any Unicode class.</summary>
    public const int MaxStates = 200_000;

    private readonly string _location;
    private readonly List<List<Edge>?> _edges = [];

    /// <summary>Starts an automaton.</summary>
    /// <param name="location">What it is built from, for the error when it grows too large.</param>
    public Nfa(string location) => _location = location;

    /// <summary>Where the automaton comes from.</summary>
    public string Location => _location;

    /// <summary>How many states there are.</summary>
    public int Count => _edges.Count;

    /// <summary>Adds a state.</summary>
    public int AddState()
    {
        if (_edges.Count == MaxStates)
        {
            throw TooLarge(_location);
        }
        _edges.Add(null);
        return _edges.Count - 1;
    }

    /// <summary>The edges of a state.</summary>
    public IReadOnlyList<Edge> Edges(int state) => _edges[state] ?? (IReadOnlyList<Edge>)[];

    /// <summary>Adds an empty edge.</summary>
    public void Epsilon(int from, int to) => (_edges[from] ??= []).Add(new Edge(1, 0, null, to));

    /// <summary>Adds an edge for the bytes <paramref name="low"/> to <paramref name="high"/>.</summary>
    public void Range(int from, byte low, byte high, int to) => (_edges[from] ??= []).Add(new Edge(low, high, null, to));

    /// <summary>Adds an edge for one byte and returns its end state.</summary>
    public int Byte(int from, byte value)
    {
        var to = AddState();
        Range(from, value, value, to);
        return to;
    }

    /// <summary>Adds an edge for a call and returns its end state.</summary>
    public int Call(int from, Rule callee)
    {
        var to = AddState();
        (_edges[from] ??= []).Add(new Edge(1, 0, callee, to));
        return to;
    }

    /// <summary>Adds edges for a string of bytes and returns their end state.</summary>
    public int Literal(int from, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            from = Byte(from, value);
        }
        return from;
    }

    /// <summary>Adds at most one space and returns the end state.</summary>
    public int OptionalSpace(int from)
    {
        var to = Byte(from, (byte)' ');
        Epsilon(from, to);
        return to;
    }

    /// <summary>The error for an automaton that grew too large.</summary>
    public static SchemaException TooLarge(string location) =>
        new(location, "the automaton for this is too large; lower its repetition counts or split it.");

    /// <summary>An edge: a call when <paramref name="Callee"/> is set, else a byte range, else (low above high) empty.</summary>
    internal readonly record struct Edge(byte Low, byte High, Rule? Callee, int To);
}
