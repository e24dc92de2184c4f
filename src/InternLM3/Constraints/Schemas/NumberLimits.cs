using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Schemas;

/// <summary>The bounds of a number in a schema.</summary>
/// <param name="Low">The lower bound, or null.</param>
/// <param name="High">The upper bound, or null.</param>
/// <param name="IsInteger">Whether only whole numbers are allowed.</param>
internal sealed record NumberLimits(DecimalBound? Low, DecimalBound? High, bool IsInteger)
{
    /// <summary>Reads them; null when there are none.</summary>
    public static NumberLimits? Read(SchemaNode node, SchemaTypes types)
    {
        var low = Tighter(Bound(node, "minimum", false), Bound(node, "exclusiveMinimum", true), 1);
        var high = Tighter(Bound(node, "maximum", false), Bound(node, "exclusiveMaximum", true), -1);
        var integer = (types & SchemaTypes.Fractional) == 0 || node.Keywords.ContainsKey("multipleOf");
        if (node.Keywords.TryGetValue("format", out var format) && (types & SchemaTypes.String) == 0 && (types & SchemaTypes.Number) != 0)
        {
            var (smallest, largest) = Format(JsonLiteral.Text(format.Value, format.Location), integer, format.Location);
            low = Tighter(low, smallest, 1);
            high = Tighter(high, largest, -1);
        }
        return low is null && high is null && (!integer || (types & SchemaTypes.Fractional) == 0)
            ? null
            : new NumberLimits(low, high, integer);
    }

    /// <summary>Adds the numbers and returns the end state.</summary>
    public int Append(Nfa nfa, int from) =>
        !IsInteger ? NumberFragment.AppendDecimal(nfa, from, Low, High)
        : Low is null && High is null ? nfa.Call(from, JsonRules.Integer)
        : NumberFragment.AppendInteger(nfa, from, Low, High);

    private static DecimalBound? Bound(SchemaNode node, string keyword, bool exclusive) =>
        node.Keywords.TryGetValue(keyword, out var found) ? DecimalBound.Read(found.Value, exclusive, found.Location) : null;

    // The larger of two lower bounds (direction 1) or the smaller of two upper ones (-1); at the same place the exclusive one.
    private static DecimalBound? Tighter(DecimalBound? a, DecimalBound? b, int direction) =>
        a is null ? b : b is null ? a : (a.CompareTo(b) * direction) switch { > 0 => a, < 0 => b, _ => a.Exclusive ? a : b };

    // OpenAPI's format registry. A decimal always fits the float formats, if not exactly.
    private static (DecimalBound? Low, DecimalBound? High) Format(string format, bool integer, string location) => format switch
    {
        "int8" when integer => (DecimalBound.Of(sbyte.MinValue), DecimalBound.Of(sbyte.MaxValue)),
        "int16" when integer => (DecimalBound.Of(short.MinValue), DecimalBound.Of(short.MaxValue)),
        "int32" when integer => (DecimalBound.Of(int.MinValue), DecimalBound.Of(int.MaxValue)),
        "int64" when integer => (DecimalBound.Of(long.MinValue), DecimalBound.Of(long.MaxValue)),
        "uint8" when integer => (DecimalBound.Of(0), DecimalBound.Of(byte.MaxValue)),
        "uint16" when integer => (DecimalBound.Of(0), DecimalBound.Of(ushort.MaxValue)),
        "uint32" when integer => (DecimalBound.Of(0), DecimalBound.Of(uint.MaxValue)),
        "uint64" when integer => (DecimalBound.Of(0), DecimalBound.Of(ulong.MaxValue)),
        "float" or "double" or "decimal" => (null, null),
        _ => throw new SchemaException(
            location, $"the format '{format}' is not supported for {(integer ? "integers" : "numbers")}; use minimum and maximum."),
    };
}
