using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>One schema object, read: its types, its properties, and its other keywords.</summary>
internal sealed class SchemaNode
{
    private SchemaNode(string location) => Location = location;

    /// <summary>Its JSON pointer.</summary>
    public string Location { get; }

    /// <summary>What <c>type</c> allows; null when it is absent.</summary>
    public SchemaTypes? Types { get; set; }

    /// <summary>The declared properties in order; null when <c>properties</c> is absent.</summary>
    public List<(string Name, JsonElement Schema, string Location)>? Properties { get; set; }

    /// <summary>The required properties.</summary>
    public List<string> Required { get; } = [];

    /// <summary>The other keywords that are not annotations.</summary>
    public Dictionary<string, (JsonElement Value, string Location)> Keywords { get; } = [];

    /// <summary>The types its keywords speak of, for a schema without <c>type</c>; none when there are no such keywords.</summary>
    public SchemaTypes Implied => Keywords.Keys.Where(SchemaKeywords.IsTyped).Aggregate(
        Properties is not null || Required.Count > 0 ? SchemaTypes.Object : SchemaTypes.None,
        static (sum, k) => sum | SchemaKeywords.TypesOf(k));

    /// <summary>Reads a schema object.</summary>
    /// <exception cref="SchemaException">A keyword is malformed or not supported.</exception>
    public static SchemaNode Read(JsonElement schema, string location)
    {
        var node = new SchemaNode(location);
        foreach (var property in schema.EnumerateObject())
        {
            var (name, value) = (property.Name, property.Value);
            var at = SchemaPointer.Append(location, name);
            if (name == "multipleOf" || (name == "uniqueItems" && value.ValueKind == JsonValueKind.False)
                || SchemaKeywords.IsAnnotation(name))
            {
                node.ReadHarmless(name, value, at);
                continue;
            }
            SchemaKeywords.Check(name, at);
            switch (name)
            {
                case "type":
                    node.Types = ReadTypes(value, at);
                    break;
                case "properties":
                    node.Properties = [.. Expect(value, JsonValueKind.Object, at).EnumerateObject()
                        .Select(p => (p.Name, p.Value, SchemaPointer.Append(at, p.Name)))];
                    break;
                case "required":
                    node.Required.AddRange(Expect(value, JsonValueKind.Array, at).EnumerateArray().Select(r => JsonLiteral.Text(r, at)));
                    break;
                default:
                    node.Keywords[name] = (value, at);
                    break;
            }
        }
        return node;
    }

    /// <summary>Refuses keywords that stand beside one that decides the value by itself.</summary>
    public void RefuseBeside(string keyword)
    {
        var other = Properties is not null ? "properties"
            : Required.Count > 0 ? "required"
            : Keywords.Keys.FirstOrDefault(k => k != keyword);
        if (other is not null)
        {
            throw new SchemaException(
                SchemaPointer.Append(Location, other),
                $"'{other}' beside '{keyword}' is not supported; move it into the schemas of '{keyword}'.");
        }
    }

    /// <summary>Returns a value that must be of a kind.</summary>
    /// <exception cref="SchemaException">It is not.</exception>
    public static JsonElement Expect(JsonElement value, JsonValueKind kind, string location) =>
        value.ValueKind == kind
            ? value
            : throw new SchemaException(location, $"this must be {(kind == JsonValueKind.Array ? "an array" : "an object")}.");

    private static SchemaTypes ReadTypes(JsonElement value, string location)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Aggregate(SchemaTypes.None, (sum, v) => sum | ReadType(v, location));
        }
        return ReadType(value, location);
    }

    private static SchemaTypes ReadType(JsonElement value, string location) => JsonLiteral.Text(value, location) switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "string" => SchemaTypes.String,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        var other => throw new SchemaException(location, $"the type '{other}' is none of JSON Schema's seven."),
    };

    private void ReadHarmless(string name, JsonElement value, string location)
    {
        if (name != "multipleOf")
        {
            return;
        }
        // Every integer is a multiple of 1.
        if (DecimalBound.Read(value, false, location) is not { Whole: "1", IsWhole: true, Negative: false })
        {
            throw new SchemaException(
                location, "the keyword 'multipleOf' is supported only as 1; use type \"integer\", bounds, or an enum.");
        }
        Keywords[name] = (value, location);
    }
}
