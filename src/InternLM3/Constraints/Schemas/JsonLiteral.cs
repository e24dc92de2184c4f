using System.Text;
using System.Text.Json;
using InternLM3.Constraints.Automata;
using InternLM3.Constraints.Patterns;

namespace InternLM3.Constraints.Schemas;

/// <summary>
/// Constants as fragments: strings in their shortest spelling, numbers as the schema writes them, optional spaces as everywhere.
/// </summary>
internal static class JsonLiteral
{
    /// <summary>Adds a constant and returns the end state.</summary>
    public static int Append(Nfa nfa, int from, JsonElement value, string location)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return AppendString(nfa, from, Text(value, location));
            case JsonValueKind.Object:
                from = nfa.Byte(from, (byte)'{');
                var firstProperty = true;
                foreach (var property in value.EnumerateObject())
                {
                    from = firstProperty ? from : JsonRules.Comma(nfa, from);
                    firstProperty = false;
                    from = nfa.OptionalSpace(nfa.Byte(AppendString(nfa, from, property.Name), (byte)':'));
                    from = Append(nfa, from, property.Value, location);
                }
                return nfa.Byte(from, (byte)'}');
            case JsonValueKind.Array:
                from = nfa.Byte(from, (byte)'[');
                var firstItem = true;
                foreach (var item in value.EnumerateArray())
                {
                    from = firstItem ? from : JsonRules.Comma(nfa, from);
                    firstItem = false;
                    from = Append(nfa, from, item, location);
                }
                return nfa.Byte(from, (byte)']');
            default:
                return nfa.Literal(from, Encoding.UTF8.GetBytes(value.GetRawText()));
        }
    }

    /// <summary>Adds a string constant, in quotes, and returns the end state.</summary>
    public static int AppendString(Nfa nfa, int from, string text)
    {
        from = nfa.Byte(from, (byte)'"');
        foreach (var rune in text.EnumerateRunes())
        {
            from = nfa.Literal(from, CharacterFragment.JsonBytes(rune.Value));
        }
        return nfa.Byte(from, (byte)'"');
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="SchemaException">It is no string, or holds half a surrogate pair.</exception>
    public static string Text(JsonElement value, string location)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new SchemaException(location, "this must be a string.");
        }
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException(location, "this holds half a surrogate pair, which no UTF-8 output can hold; remove it.");
        }
    }

    /// <summary>The type of a value; a number without a fraction is an integer however it is written.</summary>
    public static SchemaTypes TypeOf(JsonElement value, string location) => value.ValueKind switch
    {
        JsonValueKind.Null => SchemaTypes.Null,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.String => SchemaTypes.String,
        JsonValueKind.Array => SchemaTypes.Array,
        JsonValueKind.Object => SchemaTypes.Object,
        _ => DecimalBound.Read(value, false, location).IsWhole ? SchemaTypes.Integer : SchemaTypes.Fractional,
    };
}
