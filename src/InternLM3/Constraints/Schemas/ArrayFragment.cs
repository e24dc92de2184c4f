using System.Text.Json;
using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Arrays of a schema as fragments: the items of <c>prefixItems</c>, then those of <c>items</c>, counted where a bound asks for it.
/// </summary>
internal static class ArrayFragment
{
    // Each counted place is a few states; 10,000 items are far beyond what an output holds.
    private const int MaxCount = 10_000;

    /// <summary>Adds the arrays a schema allows and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, SchemaNode node, SchemaCompiler compiler)
    {
        if (!Array.Exists(["items", "prefixItems", "minItems", "maxItems"], node.Keywords.ContainsKey))
        {
            return nfa.Call(from, JsonRules.AnyArray);
        }
        return nfa.Call(
            from, compiler.Container(node.Location, (inner, start) => AppendItems(inner, inner.Byte(start, (byte)'['), node, compiler)));
    }

    private static int AppendItems(Nfa nfa, int begin, SchemaNode node, SchemaCompiler compiler)
    {
        var prefix = node.Keywords.TryGetValue("prefixItems", out var list)
            ? SchemaNode.Expect(list.Value, JsonValueKind.Array, list.Location).EnumerateArray()
                .Select((schema, i) => compiler.Named(schema, SchemaPointer.Append(list.Location, i), SchemaTypes.All)).ToArray()
            : [];
        Rule rest = JsonRules.AnyValue;
        var hasRest = true;
        if (node.Keywords.TryGetValue("items", out var items))
        {
            if (items.Value.ValueKind == JsonValueKind.Array)
            {
                throw new SchemaException(items.Location, "a list in 'items' is not supported; use 'prefixItems'.");
            }
            hasRest = items.Value.ValueKind != JsonValueKind.False;
            rest = compiler.Named(items.Value, items.Location, SchemaTypes.All);
        }
        var min = Count(node, "minItems") ?? 0;
        var max = Count(node, "maxItems");
        if (max > MaxCount && min <= MaxCount)
        {
            throw new SchemaException(
                SchemaPointer.Append(node.Location, "maxItems"), $"counts above {MaxCount} are not supported; drop it.");
        }
        if (min > MaxCount)
        {
            throw new SchemaException(SchemaPointer.Append(node.Location, "minItems"), $"counts above {MaxCount} are not supported.");
        }
        if (!hasRest)
        {
            max = Math.Min(max ?? prefix.Length, prefix.Length);
        }
        var end = nfa.AddState();
        var at = begin;
        var counted = max ?? Math.Max(min, prefix.Length);
        for (var i = 0; ; i++)
        {
            if (i >= min)
            {
                nfa.Range(at, (byte)']', (byte)']', end);
            }
            if (i >= counted)
            {
                break;
            }
            at = nfa.Call(i == 0 ? at : JsonRules.Comma(nfa, at), i < prefix.Length ? prefix[i] : rest);
        }
        if (max is null)
        {
            var item = nfa.AddState();
            nfa.Epsilon(counted == 0 ? at : JsonRules.Comma(nfa, at), item);
            var after = nfa.Call(item, rest);
            nfa.Epsilon(JsonRules.Comma(nfa, after), item);
            nfa.Range(after, (byte)']', (byte)']', end);
        }
        return end;
    }

    private static int? Count(SchemaNode node, string keyword) =>
        node.Keywords.TryGetValue(keyword, out var found) ? SchemaCount.Read(found.Value, found.Location) : null;
}
