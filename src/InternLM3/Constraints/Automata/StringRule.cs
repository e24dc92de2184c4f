namespace InternLM3.Constraints.Automata;

/// <summary>
/// A JSON string (RFC 8259, section 7) in quotes, of a number of characters between two bounds. A character is a Unicode scalar
/// value, raw in UTF-8 or escaped; half a surrogate pair is refused, because it stands for no character. The states are
/// computed, not stored, so bounds of any size cost nothing.
/// </summary>
internal sealed class StringRule : Rule
{
    // States within a character. Content lies between characters; the others are named for what must follow.
    private const int Content = 0;
    private const int Open = 1;
    private const int Closed = 2;
    private const int Tail1 = 3;
    private const int Tail2 = 4;
    private const int Tail3 = 5;
    private const int AfterE0 = 6;
    private const int AfterED = 7;
    private const int AfterF0 = 8;
    private const int AfterF4 = 9;
    private const int Escape = 10;
    private const int Hex4 = 11;
    private const int Hex3 = 12;
    private const int Hex2 = 13;
    private const int Hex1 = 14;
    private const int HexAfterD = 15;
    private const int High2 = 16;
    private const int High1 = 17;
    private const int LowBackslash = 18;
    private const int LowU = 19;
    private const int LowD = 20;
    private const int LowKind = 21;
    private const int Parts = 22;

    private static readonly sbyte[] s_next = BuildTable();
    private static readonly object s_name = new();

    // Longer than any output; keeps state numbers in an int.
    private const int Cap = 1 << 26;

    private readonly int _min;
    private readonly int _max;

    /// <summary>Creates a rule.</summary>
    /// <param name="min">The fewest characters.</param>
    /// <param name="max">The most characters; null for no bound. At least <paramref name="min"/>.</param>
    public StringRule(int min, int? max)
    {
        _min = Math.Min(min, Cap);
        _max = max is { } m ? Math.Min(m, Cap) : -1;
    }

    /// <summary>A string of any length.</summary>
    public static StringRule Any { get; } = new(0, null);

    /// <inheritdoc/>
    public override int Start => Open;

    /// <inheritdoc/>
    public override bool IsTerminal => true;

    /// <inheritdoc/>
    public override int MaxNeed => 0;

    // Without an upper bound the count need not go on past the lower one.
    private int Highest => _max < 0 ? _min : _max;

    /// <inheritdoc/>
    public override int Next(int state, byte value)
    {
        var part = state % Parts;
        int next = s_next[(part << 8) | value];
        if (next < 0)
        {
            return -1;
        }
        var count = state / Parts;
        if (part == Content)
        {
            if (next == Closed ? count < _min : count == _max)
            {
                return -1;
            }
            return next == Content && count < Highest ? state + Parts : state - part + next;
        }
        return next == Content && part != Open && count < Highest ? state - part + Parts : state - part + next;
    }

    /// <inheritdoc/>
    public override bool IsFinal(int state) => state % Parts == Closed;

    /// <inheritdoc/>
    public override bool HasBytes(int state) => state % Parts != Closed;

    /// <inheritdoc/>
    public override ReadOnlySpan<CallEdge> Calls(int state) => [];

    /// <inheritdoc/>
    public override int Need(int state) => 0;

    /// <inheritdoc/>
    public override (object Owner, long State) MaskName(int state, int longestToken)
    {
        // A token holds at most as many characters as bytes, so bounds further away than that all look alike, in every string rule.
        var count = state / Parts;
        var far = longestToken + 1L;
        var fewest = Math.Min(Math.Max(0, _min - count), far);
        var most = _max < 0 ? far : Math.Min(_max - count, far);
        return (s_name, (((fewest << 24) | most) * Parts) + (state % Parts));
    }

    private static sbyte[] BuildTable()
    {
        var table = new sbyte[Parts << 8];
        Array.Fill(table, (sbyte)-1);
        Set(Open, "\"", Content);
        SetRange(Content, 0x20, 0x7f, Content);
        Set(Content, "\"", Closed);
        Set(Content, "\\", Escape);
        // Well-formed UTF-8: table 3-7 of the Unicode Standard.
        SetRange(Content, 0xc2, 0xdf, Tail1);
        SetRange(Content, 0xe0, 0xe0, AfterE0);
        SetRange(Content, 0xe1, 0xec, Tail2);
        SetRange(Content, 0xed, 0xed, AfterED);
        SetRange(Content, 0xee, 0xef, Tail2);
        SetRange(Content, 0xf0, 0xf0, AfterF0);
        SetRange(Content, 0xf1, 0xf3, Tail3);
        SetRange(Content, 0xf4, 0xf4, AfterF4);
        SetRange(Tail3, 0x80, 0xbf, Tail2);
        SetRange(Tail2, 0x80, 0xbf, Tail1);
        SetRange(Tail1, 0x80, 0xbf, Content);
        SetRange(AfterE0, 0xa0, 0xbf, Tail1);
        SetRange(AfterED, 0x80, 0x9f, Tail1);
        SetRange(AfterF0, 0x90, 0xbf, Tail2);
        SetRange(AfterF4, 0x80, 0x8f, Tail2);
        Set(Escape, "\"\\/bfnrt", Content);
        Set(Escape, "u", Hex4);
        const string hex = "0123456789abcdefABCDEF";
        Set(Hex4, hex, Hex3);
        Set(Hex4, "dD", HexAfterD);
        Set(Hex3, hex, Hex2);
        Set(Hex2, hex, Hex1);
        Set(Hex1, hex, Content);
        Set(HexAfterD, "01234567", Hex2);
        Set(HexAfterD, "89abAB", High2);
        Set(High2, hex, High1);
        Set(High1, hex, LowBackslash);
        Set(LowBackslash, "\\", LowU);
        Set(LowU, "u", LowD);
        Set(LowD, "dD", LowKind);
        Set(LowKind, "cdefCDEF", Hex2);
        return table;

        void Set(int from, ReadOnlySpan<char> values, int to)
        {
            foreach (var value in values)
            {
                table[(from << 8) | value] = (sbyte)to;
            }
        }

        void SetRange(int from, int low, int high, int to) => table.AsSpan((from << 8) | low, high - low + 1).Fill((sbyte)to);
    }
}
