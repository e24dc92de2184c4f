using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Numbers between bounds as automata: the digits are compared with those of the bounds as they come, so the bounds are exact at any
/// magnitude. The grammar is <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?</c> without an exponent, with as many digits as the bounds, or the limits
/// below, allow.
/// </summary>
internal sealed class NumberFragment
{
    /// <summary>Digits before the point of a number without a bound on that side.</summary>
    public const int WholeDigits = 20;

    /// <summary>Digits after the point; more only when a bound has them.</summary>
    public const int FractionDigits = 20;

    private readonly Nfa _nfa;
    private readonly int _end;
    private readonly DecimalBound _low;
    private readonly DecimalBound _high;
    private readonly int _fraction;
    private readonly Dictionary<State, int> _states = [];
    private readonly Queue<State> _pending = new();

    private NumberFragment(Nfa nfa, DecimalBound low, DecimalBound high, int fraction) =>
        (_nfa, _low, _high, _fraction, _end) = (nfa, low, high, fraction, nfa.AddState());

    private enum Phase
    {
        Zero,
        Whole,
        Point,
        Fraction,
    }

    /// <summary>
    /// Adds the integers between two bounds and returns the end state. A missing bound is that of 64 bits, or, if the other bound is
    /// beyond it, one digit more than that.
    /// </summary>
    public static int AppendInteger(Nfa nfa, int from, DecimalBound? low, DecimalBound? high)
    {
        var (smallest, largest) = (DecimalBound.Of(long.MinValue), DecimalBound.Of(long.MaxValue));
        var min = low ?? (high!.CompareTo(smallest) > 0 ? smallest : DecimalBound.Nines(true, high.Whole.Length + 1));
        var max = high ?? (min.CompareTo(largest) < 0 ? largest : DecimalBound.Nines(false, min.Whole.Length + 1));
        return new NumberFragment(nfa, min, max, 0).Run(from);
    }

    /// <summary>
    /// Adds the decimals between two bounds and returns the end state. A missing bound is that of <see cref="WholeDigits"/>, or one
    /// digit more than the other bound has.
    /// </summary>
    public static int AppendDecimal(Nfa nfa, int from, DecimalBound? low, DecimalBound? high)
    {
        var min = low ?? DecimalBound.Nines(true, Math.Max(WholeDigits, (high?.Whole.Length ?? 0) + 1));
        var max = high ?? DecimalBound.Nines(false, Math.Max(WholeDigits, (low?.Whole.Length ?? 0) + 1));
        var fraction = Math.Max(FractionDigits, Math.Max(min.Fraction.Length, max.Fraction.Length) + 1);
        return new NumberFragment(nfa, min, max, fraction).Run(from);
    }

    private int Run(int from)
    {
        Begin(from, negative: false);
        Begin(_nfa.Byte(from, (byte)'-'), negative: true);
        while (_pending.TryDequeue(out var state))
        {
            Expand(state, _states[state]);
        }
        return _end;
    }

    // The bounds of the magnitude, for one sign: null when every magnitude is above, or none is below.
    private (DecimalBound? Above, DecimalBound? Below, bool Possible) Bounds(bool negative)
    {
        var (low, high) = negative ? (_high, _low) : (_low, _high);
        var lowCounts = low.Negative == negative || low is { Whole: "0", Fraction: "" };
        var highCounts = high.Negative == negative || high is { Whole: "0", Fraction: "" };
        return (lowCounts ? low : null, high, highCounts);
    }

    private void Begin(int from, bool negative)
    {
        if (!Bounds(negative).Possible)
        {
            return;
        }
        for (var digit = '0'; digit <= '9'; digit++)
        {
            // An integer has one zero.
            if (digit == '0' && negative && _fraction == 0)
            {
                continue;
            }
            var start = new State(negative, digit == '0' ? Phase.Zero : Phase.Whole, 0, 0, 0);
            Go(from, digit, Read(start, digit));
        }
    }

    private void Expand(State state, int node)
    {
        if (state.Phase != Phase.Point && IsInside(state))
        {
            _nfa.Epsilon(node, _end);
        }
        var digits = state.Phase switch
        {
            Phase.Zero => false,
            Phase.Whole => state.Count < Math.Max(_low.Whole.Length, _high.Whole.Length),
            _ => state.Count < _fraction,
        };
        for (var digit = '0'; digit <= '9' && digits; digit++)
        {
            Go(node, digit, Read(state, digit));
        }
        if (state.Phase is Phase.Zero or Phase.Whole && _fraction > 0)
        {
            Go(node, '.', Settle(state));
        }
    }

    private void Go(int from, char symbol, State to)
    {
        if (!_states.TryGetValue(to, out var node))
        {
            node = _states[to] = _nfa.AddState();
            _pending.Enqueue(to);
        }
        _nfa.Range(from, (byte)symbol, (byte)symbol, node);
    }

    private State Read(State state, char digit)
    {
        var (above, below, _) = Bounds(state.Negative);
        var fraction = state.Phase is Phase.Point or Phase.Fraction;
        return state with
        {
            Phase = state.Phase == Phase.Point ? Phase.Fraction : state.Phase,
            Count = state.Count + 1,
            Low = Compare(state.Low, above, state.Count, digit, fraction),
            High = Compare(state.High, below, state.Count, digit, fraction),
        };
    }

    private static int Compare(int so, DecimalBound? bound, int index, char digit, bool fraction)
    {
        var digits = fraction ? bound?.Fraction : bound?.Whole;
        return so != 0 || digits is null ? so
            : index < digits.Length ? Math.Sign(digit.CompareTo(digits[index]))
            : fraction && digit != '0' ? 1
            : 0;
    }

    // At the end of the whole part its length decides before its digits do.
    private State Settle(State state)
    {
        var (above, below, _) = Bounds(state.Negative);
        return state with
        {
            Phase = Phase.Point,
            Count = 0,
            Low = WholeOrder(state.Low, above, state.Count),
            High = WholeOrder(state.High, below, state.Count),
        };
    }

    private static int WholeOrder(int so, DecimalBound? bound, int count) =>
        bound is null ? 0 : count != bound.Whole.Length ? Math.Sign(count - bound.Whole.Length) : so;

    private bool IsInside(State state)
    {
        var (above, below, _) = Bounds(state.Negative);
        var settled = state.Phase == Phase.Fraction ? state : Settle(state) with { Count = 0 };
        var low = Order(settled.Low, above, settled.Count);
        var high = Order(settled.High, below, settled.Count);
        return (above is null || low > 0 || (low == 0 && !above.Exclusive))
            && (below is null || high < 0 || (high == 0 && !below.Exclusive));
    }

    private static int Order(int so, DecimalBound? bound, int count) =>
        so != 0 || bound is null ? so : count < bound.Fraction.Length ? -1 : 0;

    /// <summary>What has been read: the sign, the place, and how the magnitude so far compares with those of the bounds.</summary>
    private readonly record struct State(bool Negative, Phase Phase, int Count, int Low, int High);
}
