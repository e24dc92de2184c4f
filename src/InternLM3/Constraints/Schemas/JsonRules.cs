using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Patterns;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// The rules that every grammar shares, so that their masks are found once per vocabulary. JSON here is compact: at most one space after
/// ':' and ','.
/// </summary>
internal static class JsonRules
{
    private static readonly RuleSet s_rules = new();

    static JsonRules()
    {
        Integer = s_rules.Add(
            "integer", static (nfa, from) => NumberFragment.AppendInteger(nfa, from, DecimalBound.Of(long.MinValue), null));
        Number = s_rules.Add("number", AppendNumber);
        KeyTail = s_rules.Add("key", static (nfa, from) =>
            nfa.Byte(PatternFragment.Append(nfa, from, PatternNode.AnyText, CharacterSpelling.Json), (byte)'"'));
        AnyValue = s_rules.Declare("value");
        AnyObject = s_rules.Declare("object", nests: true);
        AnyArray = s_rules.Declare("array", nests: true);
        RuleSet.Define(AnyValue, "value", static (nfa, from) => Append(nfa, from, SchemaTypes.All));
        RuleSet.Define(AnyObject, "object", static (nfa, from) => List(nfa, from, '{', '}', static (n, at) =>
            n.Call(n.OptionalSpace(n.Byte(n.Call(at, StringRule.Any), (byte)':')), AnyValue)));
        RuleSet.Define(AnyArray, "array", static (nfa, from) => List(nfa, from, '[', ']', static (n, at) => n.Call(at, AnyValue)));
        s_rules.Complete();
    }

    /// <summary>A whole number in 64 bits.</summary>
    public static TableRule Integer { get; }

    /// <summary>
    /// A number: a decimal of <see cref="NumberFragment"/>, or in scientific notation one digit other than 0, up to 20 more after a
    /// point, and an exponent up to 307 either way, which a double always holds.
    /// </summary>
    public static TableRule Number { get; }

    /// <summary>The rest of a string in its shortest spelling, with the closing quote.</summary>
    public static TableRule KeyTail { get; }

    /// <summary>Any value.</summary>
    public static TableRule AnyValue { get; }

    /// <summary>Any object.</summary>
    public static TableRule AnyObject { get; }

    /// <summary>Any array.</summary>
    public static TableRule AnyArray { get; }

    /// <summary>Adds all values of some types and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, SchemaTypes types)
    {
        var end = nfa.AddState();
        ReadOnlySpan<(SchemaTypes, Rule)> rules =
            [(SchemaTypes.String, StringRule.Any), (SchemaTypes.Object, AnyObject), (SchemaTypes.Array, AnyArray)];
        foreach (var (type, rule) in rules)
        {
            if ((types & type) != 0)
            {
                nfa.Epsilon(nfa.Call(from, rule), end);
            }
        }
        if ((types & SchemaTypes.Number) != 0)
        {
            nfa.Epsilon(nfa.Call(from, (types & SchemaTypes.Fractional) != 0 ? Number : Integer), end);
        }
        if ((types & SchemaTypes.Boolean) != 0)
        {
            nfa.Epsilon(nfa.Literal(from, "true"u8), end);
            nfa.Epsilon(nfa.Literal(from, "false"u8), end);
        }
        if ((types & SchemaTypes.Null) != 0)
        {
            nfa.Epsilon(nfa.Literal(from, "null"u8), end);
        }
        return end;
    }

    /// <summary>Adds the comma between two members, with its optional space, and returns the end state.</summary>
    public static int Comma(Nfa nfa, int from) => nfa.OptionalSpace(nfa.Byte(from, (byte)','));

    private static int List(Nfa nfa, int from, char open, char close, Func<Nfa, int, int> member)
    {
        var begin = nfa.Byte(from, (byte)open);
        var item = nfa.AddState();
        nfa.Epsilon(begin, item);
        var after = member(nfa, item);
        nfa.Epsilon(Comma(nfa, after), item);
        var end = nfa.Byte(after, (byte)close);
        nfa.Range(begin, (byte)close, (byte)close, end);
        return end;
    }

    private static int AppendNumber(Nfa nfa, int from)
    {
        var end = NumberFragment.AppendDecimal(nfa, from, null, null);
        var scientific = PatternParser.Parse(
            $@"-?[1-9](\.\d{{1,{NumberFragment.FractionDigits}}})?[eE][+-]?(\d{{1,2}}|0\d\d|[12]\d\d|30[0-7])", "number");
        nfa.Epsilon(PatternFragment.Append(nfa, from, scientific, CharacterSpelling.Raw), end);
        return end;
    }
}
