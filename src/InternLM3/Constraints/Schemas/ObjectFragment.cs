using System.Text.Json;
using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Patterns;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Objects of a schema as fragments: the declared properties in the order of the schema, each optional one present or not, then
/// additional ones.
/// </summary>
internal static class ObjectFragment
{
    private static readonly JsonElement s_anything = JsonElement.Parse("true");

    /// <summary>Adds the objects a schema allows and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, SchemaNode node, SchemaCompiler compiler)
    {
        var isFree = node.Properties is null && node.Required.Count == 0;
        if (isFree && (!node.Keywords.TryGetValue("additionalProperties", out var more) || more.Value.ValueKind == JsonValueKind.True))
        {
            return nfa.Call(from, JsonRules.AnyObject);
        }
        return nfa.Call(
            from, compiler.Container(node.Location, (inner, start) => AppendMembers(inner, inner.Byte(start, (byte)'{'), node, compiler)));
    }

    private static int AppendMembers(Nfa nfa, int open, SchemaNode node, SchemaCompiler compiler)
    {
        // Stricter than JSON Schema: a schema that declares properties and says nothing of others is closed.
        var extra = node.Keywords.TryGetValue("additionalProperties", out var found)
            ? found
            : (Value: s_anything, Location: SchemaPointer.Append(node.Location, "additionalProperties"));
        var isClosed = extra.Value.ValueKind == JsonValueKind.False
            || (node.Properties is not null && !node.Keywords.ContainsKey("additionalProperties"));
        var declared = node.Properties ?? [];
        var undeclared = node.Required.Distinct().Where(r => declared.TrueForAll(p => p.Name != r))
            .Select(r => (Name: r, Schema: extra.Value, extra.Location));
        var all = declared.Concat(undeclared).ToList();
        if (all.Select(p => p.Name).Distinct().Count() != all.Count)
        {
            throw new SchemaException(SchemaPointer.Append(node.Location, "properties"), "a property is declared twice; keep one.");
        }

        // At choice[i] a key is next: that of property i or, past optional ones, of a later property. Closing is allowed past the last
        // required one.
        var required = node.Required.ToHashSet();
        var choice = all.ConvertAll(_ => nfa.AddState());
        choice.Add(nfa.AddState());
        var end = nfa.AddState();
        var lastRequired = all.FindLastIndex(p => required.Contains(p.Name));
        nfa.Epsilon(open, choice[0]);
        if (lastRequired < 0)
        {
            nfa.Range(open, (byte)'}', (byte)'}', end);
        }
        for (var i = 0; i < all.Count; i++)
        {
            var (name, schema, location) = all[i];
            if (!required.Contains(name))
            {
                nfa.Epsilon(choice[i], choice[i + 1]);
            }
            var colon = nfa.Byte(JsonLiteral.AppendString(nfa, choice[i], name), (byte)':');
            var after = compiler.Append(nfa, nfa.OptionalSpace(colon), schema, location, SchemaTypes.All);
            Continue(after, choice[i + 1], i >= lastRequired, i + 1 < all.Count || !isClosed);
        }
        if (!isClosed)
        {
            var colon = nfa.Byte(AppendOtherKey(nfa, choice[^1], all.ConvertAll(p => p.Name)), (byte)':');
            var after = nfa.Call(nfa.OptionalSpace(colon), compiler.Named(extra.Value, extra.Location, SchemaTypes.All));
            Continue(after, choice[^1], true, true);
        }
        return end;

        void Continue(int after, int key, bool canClose, bool canGoOn)
        {
            if (canClose)
            {
                nfa.Range(after, (byte)'}', (byte)'}', end);
            }
            if (canGoOn)
            {
                nfa.Epsilon(JsonRules.Comma(nfa, after), key);
            }
        }
    }

    // Any key but the declared ones: a trie of their characters, left for good at the first other character. It is exact because every
    // key has one spelling here.
    private static int AppendOtherKey(Nfa nfa, int from, List<string> declared)
    {
        if (declared.Count == 0)
        {
            return nfa.Call(from, StringRule.Any);
        }
        var free = nfa.AddState();
        var end = nfa.Call(free, JsonRules.KeyTail);
        AppendBranch(nfa.Byte(from, (byte)'"'), [.. declared.Select(d => d.EnumerateRunes().Select(r => r.Value).ToArray())], 0);
        return end;

        void AppendBranch(int at, List<int[]> names, int depth)
        {
            if (!names.Exists(n => n.Length == depth))
            {
                nfa.Range(at, (byte)'"', (byte)'"', end);
            }
            var branches = names.Where(n => n.Length > depth).GroupBy(n => n[depth]).ToList();
            foreach (var branch in branches)
            {
                var one = CodePointSet.Of((branch.Key, branch.Key));
                AppendBranch(CharacterFragment.Append(nfa, at, one, CharacterSpelling.Json), [.. branch], depth + 1);
            }
            var others = CodePointSet.Of(branches.Select(b => (b.Key, b.Key))).Complement();
            nfa.Epsilon(CharacterFragment.Append(nfa, at, others, CharacterSpelling.Json), free);
        }
    }
}
