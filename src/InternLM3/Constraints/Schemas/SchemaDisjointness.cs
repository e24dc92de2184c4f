using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Whether the branches of a <c>oneOf</c> exclude each other, so that it means the same as <c>anyOf</c>: by their types, by different
/// constants, or by a required property with different constants in each.
/// </summary>
internal static class SchemaDisjointness
{
    private const int MaxDepth = 32;

    /// <summary>Refuses a <c>oneOf</c> whose branches are not provably disjoint.</summary>
    /// <exception cref="SchemaException">Two of them are not.</exception>
    public static void Check(JsonElement branches, string location, JsonElement root)
    {
        var shapes = SchemaNode.Expect(branches, JsonValueKind.Array, location).EnumerateArray()
            .Select((b, i) => Describe(b, SchemaPointer.Append(location, i), root, 0)).ToList();
        for (var i = 0; i < shapes.Count; i++)
        {
            for (var j = i + 1; j < shapes.Count; j++)
            {
                if (!AreDisjoint(shapes[i], shapes[j]))
                {
                    throw new SchemaException(
                        location,
                        $"'oneOf' is supported only where its branches exclude each other, and {i} and {j} do not provably: "
                            + "use anyOf, or give a required property a different const in each.");
                }
            }
        }
    }

    private static bool AreDisjoint(Shape a, Shape b)
    {
        var shared = a.Types & b.Types;
        if (shared == SchemaTypes.None)
        {
            return true;
        }
        if (a.Values is not null && b.Values is not null)
        {
            return !a.Values.Exists(v => b.Values.Exists(w => JsonElement.DeepEquals(v, w)));
        }
        return shared == SchemaTypes.Object
            && a.Members.Any(m => b.Members.TryGetValue(m.Key, out var other) && AreDisjoint(m.Value, other));
    }

    private static Shape Describe(JsonElement schema, string location, JsonElement root, int depth)
    {
        if (depth == MaxDepth || schema.ValueKind != JsonValueKind.Object)
        {
            return new Shape(schema.ValueKind == JsonValueKind.False ? SchemaTypes.None : SchemaTypes.All);
        }
        var node = SchemaNode.Read(schema, location);
        if (node.Keywords.ContainsKey("allOf"))
        {
            node = SchemaMerge.Merge(node, root);
        }
        var types = node.Types ?? SchemaTypes.All;
        if (node.Keywords.TryGetValue("$ref", out var reference))
        {
            var (target, pointer) = SchemaPointer.Resolve(root, JsonLiteral.Text(reference.Value, reference.Location), reference.Location);
            var shape = Describe(target, pointer, root, depth + 1);
            return shape with { Types = shape.Types & types };
        }
        var values = node.Keywords.TryGetValue("const", out var single) ? [single.Value]
            : node.Keywords.TryGetValue("enum", out var list)
                ? SchemaNode.Expect(list.Value, JsonValueKind.Array, list.Location).EnumerateArray().ToList()
            : null;
        values?.RemoveAll(v => (JsonLiteral.TypeOf(v, location) & types) == 0);
        if (values is not null)
        {
            return new Shape(values.Aggregate(SchemaTypes.None, (sum, v) => sum | JsonLiteral.TypeOf(v, location))) { Values = values };
        }
        return new Shape(types)
        {
            Members = (node.Properties ?? []).Where(p => node.Required.Contains(p.Name)).GroupBy(p => p.Name)
                .ToDictionary(g => g.Key, g => Describe(g.First().Schema, g.First().Location, root, depth + 1)),
        };
    }

    /// <summary>
    /// What is known of a schema's values: their types, all of them if they are constants, and the members every object among them has.
    /// </summary>
    private sealed record Shape(SchemaTypes Types)
    {
        /// <summary>All values, or null.</summary>
        public List<JsonElement>? Values { get; init; }

        /// <summary>The required members.</summary>
        public Dictionary<string, Shape> Members { get; init; } = [];
    }
}
