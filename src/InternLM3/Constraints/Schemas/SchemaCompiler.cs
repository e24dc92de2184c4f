using System.Text.Json;
using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Compiles one JSON schema to rules. Objects, arrays and what <c>$ref</c> names become rules of their own, so schemas may be recursive.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly JsonElement _root;
    private readonly RuleSet _rules = new();
    private readonly Dictionary<(string Location, SchemaTypes Types), TableRule> _named = [];
    private readonly Dictionary<string, TableRule> _patterns = [];

    private readonly Dictionary<NumberLimits, TableRule> _numbers = [];

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="SchemaException">It uses something that cannot be enforced, or no value satisfies it.</exception>
    public static Rule Compile(JsonElement schema)
    {
        var compiler = new SchemaCompiler(schema);
        var root = compiler.Named(schema, "#", SchemaTypes.All);
        compiler._rules.Complete();
        if (root.Need(root.Start) > Rule.MaxDepth)
        {
            throw new SchemaException("#", root.Need(root.Start) < Rule.Never
                ? $"its smallest value nests more than {Rule.MaxDepth} objects and arrays in one another."
                : "no finite value satisfies this schema; look for bounds that exclude each other, false schemas, and required properties "
                    + "that need themselves.");
        }
        return root;
    }

    /// <summary>The whole schema, for references.</summary>
    public JsonElement Root => _root;

    /// <summary>Adds the values of a schema and returns the end state.</summary>
    /// <param name="nfa">The automaton to add to.</param>
    /// <param name="from">The state to start from.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="location">Its JSON pointer.</param>
    /// <param name="types">The types that its surroundings allow.</param>
    public int Append(Nfa nfa, int from, JsonElement schema, string location, SchemaTypes types)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                return types == SchemaTypes.All ? nfa.Call(from, JsonRules.AnyValue) : JsonRules.Append(nfa, from, types);
            case JsonValueKind.False:
                return nfa.AddState();
            case JsonValueKind.Object:
                return AppendNode(nfa, from, SchemaNode.Read(schema, location), types);
            default:
                throw new SchemaException(location, "a schema must be an object or a boolean.");
        }
    }

    /// <summary>The rule of a schema that is called from several places.</summary>
    public TableRule Named(JsonElement schema, string location, SchemaTypes types)
    {
        if (!_named.TryGetValue((location, types), out var rule))
        {
            rule = _named[(location, types)] = _rules.Declare(location);
            RuleSet.Define(rule, location, (nfa, from) => Append(nfa, from, schema, location, types));
        }
        return rule;
    }

    /// <summary>Adds a rule for a container.</summary>
    public TableRule Container(string location, Func<Nfa, int, int> build)
    {
        var rule = _rules.Declare(location, nests: true);
        RuleSet.Define(rule, location, build);
        return rule;
    }

    // Compiles a pattern for its errors alone.
    private void RequirePattern(string pattern, string location) => Pattern(pattern, location);

    /// <summary>The rule of a string pattern.</summary>
    public TableRule Pattern(string pattern, string location)
    {
        if (!_patterns.TryGetValue(pattern, out var rule))
        {
            rule = _patterns[pattern] = _rules.Add(location, (nfa, from) => StringFragment.AppendPattern(nfa, from, pattern, location));
        }
        return rule;
    }

    private TableRule Number(NumberLimits limits, string location)
    {
        if (!_numbers.TryGetValue(limits, out var rule))
        {
            rule = _numbers[limits] = _rules.Add(location, limits.Append);
        }
        return rule;
    }

    private int AppendNode(Nfa nfa, int from, SchemaNode node, SchemaTypes types)
    {
        if (node.Keywords.ContainsKey("allOf"))
        {
            node = SchemaMerge.Merge(node, _root);
        }
        var allowed = types & (node.Types ?? SchemaTypes.All);
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "const", "enum", "anyOf", "oneOf"])
        {
            if (!node.Keywords.TryGetValue(keyword, out var found))
            {
                continue;
            }
            node.RefuseBeside(keyword);
            var (value, at) = found;
            switch (keyword)
            {
                case "$ref":
                    var (target, pointer) = SchemaPointer.Resolve(_root, JsonLiteral.Text(value, at), at);
                    return nfa.Call(from, Named(target, pointer, allowed));
                case "const":
                    return AppendValues(nfa, from, [value], at, allowed);
                case "enum":
                    return AppendValues(nfa, from, SchemaNode.Expect(value, JsonValueKind.Array, at).EnumerateArray(), at, allowed);
                default:
                    if (keyword == "oneOf")
                    {
                        SchemaDisjointness.Check(value, at, _root);
                    }
                    return AppendBranches(nfa, from, SchemaNode.Expect(value, JsonValueKind.Array, at), at, allowed);
            }
        }
        return AppendTyped(nfa, from, node, node.Types is null && node.Implied != SchemaTypes.None ? allowed & node.Implied : allowed);
    }

    private static int AppendValues(Nfa nfa, int from, IEnumerable<JsonElement> values, string location, SchemaTypes types)
    {
        var end = nfa.AddState();
        foreach (var value in values)
        {
            if ((JsonLiteral.TypeOf(value, location) & types) != 0)
            {
                nfa.Epsilon(JsonLiteral.Append(nfa, from, value, location), end);
            }
        }
        return end;
    }

    private int AppendBranches(Nfa nfa, int from, JsonElement branches, string location, SchemaTypes types)
    {
        var end = nfa.AddState();
        var index = 0;
        foreach (var branch in branches.EnumerateArray())
        {
            nfa.Epsilon(Append(nfa, from, branch, SchemaPointer.Append(location, index++), types), end);
        }
        return end;
    }

    private int AppendTyped(Nfa nfa, int from, SchemaNode node, SchemaTypes types)
    {
        var end = nfa.AddState();
        var plain = types & (SchemaTypes.Null | SchemaTypes.Boolean);
        var number = NumberLimits.Read(node, types);
        if (number is null)
        {
            plain |= types & SchemaTypes.Number;
        }
        else if ((types & SchemaTypes.Number) != 0)
        {
            nfa.Epsilon(nfa.Call(from, Number(number, node.Location)), end);
        }
        if ((types & SchemaTypes.String) != 0)
        {
            nfa.Epsilon(StringFragment.Append(nfa, from, node, this), end);
        }
        else if (node.Keywords.TryGetValue("pattern", out var pattern))
        {
            // It restricts nothing here, but a malformed one is still refused.
            RequirePattern(JsonLiteral.Text(pattern.Value, pattern.Location), pattern.Location);
        }
        if ((types & SchemaTypes.Array) != 0)
        {
            nfa.Epsilon(ArrayFragment.Append(nfa, from, node, this), end);
        }
        if ((types & SchemaTypes.Object) != 0)
        {
            nfa.Epsilon(ObjectFragment.Append(nfa, from, node, this), end);
        }
        if (plain != SchemaTypes.None)
        {
            nfa.Epsilon(JsonRules.Append(nfa, from, plain), end);
        }
        return end;
    }
}
