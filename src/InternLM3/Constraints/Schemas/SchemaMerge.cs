using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Schemas joined by <c>allOf</c> as one. A keyword may not stand in two of them with different values, but <c>type</c>,
/// <c>required</c> and disjoint <c>properties</c> may.
/// </summary>
internal static class SchemaMerge
{
    private const int MaxDepth = 32;

    /// <summary>Joins a schema with the members of its <c>allOf</c>.</summary>
    /// <exception cref="SchemaException">They cannot be joined.</exception>
    public static SchemaNode Merge(SchemaNode node, JsonElement root)
    {
        var parts = new List<SchemaNode>();
        Collect(node, root, parts, 0);
        var effective = parts
            .Where(p => p.Types is not null || p.Properties is not null || p.Required.Count > 0 || p.Keywords.Count > 0).ToList();
        if (effective is [var only])
        {
            return only;
        }
        var merged = SchemaNode.Read(JsonElement.Parse("{}"), node.Location);
        foreach (var part in effective.SelectMany(p => p.Keywords.ContainsKey("$ref") ? Expand(p, root, 0) : [p]))
        {
            Join(merged, part, effective);
        }
        return merged;
    }

    private static void Collect(SchemaNode node, JsonElement root, List<SchemaNode> parts, int depth)
    {
        parts.Add(node);
        if (!node.Keywords.Remove("allOf", out var all))
        {
            return;
        }
        if (depth == MaxDepth)
        {
            throw new SchemaException(all.Location, "'allOf' is nested too deeply, or leads back to itself.");
        }
        var index = 0;
        foreach (var member in SchemaNode.Expect(all.Value, JsonValueKind.Array, all.Location).EnumerateArray())
        {
            var at = SchemaPointer.Append(all.Location, index++);
            Collect(SchemaNode.Read(AsObject(member, at), at), root, parts, depth + 1);
        }
    }

    private static List<SchemaNode> Expand(SchemaNode part, JsonElement root, int depth)
    {
        part.Keywords.Remove("$ref", out var reference);
        if (depth == MaxDepth)
        {
            throw new SchemaException(reference.Location, "this $ref leads back to itself.");
        }
        var (target, pointer) = SchemaPointer.Resolve(root, JsonLiteral.Text(reference.Value, reference.Location), reference.Location);
        var parts = new List<SchemaNode> { part };
        Collect(SchemaNode.Read(AsObject(target, pointer), pointer), root, parts, depth + 1);
        return [.. parts.SelectMany(p => p.Keywords.ContainsKey("$ref") ? Expand(p, root, depth + 1) : [p])];
    }

    private static void Join(SchemaNode merged, SchemaNode part, List<SchemaNode> all)
    {
        merged.Types = part.Types is null ? merged.Types : part.Types & (merged.Types ?? SchemaTypes.All);
        merged.Required.AddRange(part.Required);
        if (part.Keywords.TryGetValue("additionalProperties", out var extra) && extra.Value.ValueKind != JsonValueKind.True
            && all.Exists(p => p != part && (p.Properties is not null || p.Keywords.ContainsKey("$ref"))))
        {
            throw new SchemaException(
                extra.Location,
                "'additionalProperties' within 'allOf' is not supported: it would see the properties of its own part only.");
        }
        foreach (var property in part.Properties ?? [])
        {
            merged.Properties ??= [];
            if (merged.Properties.Exists(p => p.Name == property.Name))
            {
                throw new SchemaException(
                    property.Location, $"'allOf' with the property '{property.Name}' in two parts is not supported; declare it once.");
            }
            merged.Properties.Add(property);
        }
        foreach (var (keyword, value) in part.Keywords)
        {
            if (merged.Keywords.TryGetValue(keyword, out var known) && !JsonElement.DeepEquals(known.Value, value.Value))
            {
                throw new SchemaException(value.Location, $"'allOf' with '{keyword}' in two parts is not supported; write it once.");
            }
            merged.Keywords[keyword] = value;
        }
    }

    // The booleans as objects: {} allows everything, an empty list of types nothing.
    private static JsonElement AsObject(JsonElement schema, string location) => schema.ValueKind switch
    {
        JsonValueKind.True => JsonElement.Parse("{}"),
        JsonValueKind.False => JsonElement.Parse("""{"type":[]}"""),
        _ => SchemaNode.Expect(schema, JsonValueKind.Object, location),
    };
}
