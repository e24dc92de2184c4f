using System.Collections.Frozen;

namespace InternLM3.Constraints.Schemas;

/// <summary>What each keyword of JSON Schema means here: enforced, an annotation, or refused with a reason.</summary>
internal static class SchemaKeywords
{
    private static readonly FrozenDictionary<string, SchemaTypes> s_typed = new Dictionary<string, SchemaTypes>
    {
        ["properties"] = SchemaTypes.Object,
        ["required"] = SchemaTypes.Object,
        ["additionalProperties"] = SchemaTypes.Object,
        ["items"] = SchemaTypes.Array,
        ["prefixItems"] = SchemaTypes.Array,
        ["minItems"] = SchemaTypes.Array,
        ["maxItems"] = SchemaTypes.Array,
        ["minLength"] = SchemaTypes.String,
        ["maxLength"] = SchemaTypes.String,
        ["pattern"] = SchemaTypes.String,
        ["minimum"] = SchemaTypes.Number,
        ["maximum"] = SchemaTypes.Number,
        ["exclusiveMinimum"] = SchemaTypes.Number,
        ["exclusiveMaximum"] = SchemaTypes.Number,
        ["multipleOf"] = SchemaTypes.Number,
        ["format"] = SchemaTypes.String,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_composing = FrozenSet.Create("$ref", "enum", "const", "anyOf", "oneOf", "allOf", "type");

    private static readonly FrozenSet<string> s_annotations = FrozenSet.Create(
        "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "title", "description", "default", "examples",
        "example", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
        // Semantic Kernel (1.82) writes a function's description a second time, into its schema and under this name.
        "condition");

    private static readonly FrozenDictionary<string, string> s_refused = new Dictionary<string, string>
    {
        ["not"] = "describe what is allowed instead",
        ["if"] = "use anyOf with one branch for each case",
        ["then"] = "use anyOf with one branch for each case",
        ["else"] = "use anyOf with one branch for each case",
        ["uniqueItems"] = "an automaton cannot remember all items; drop it, or list the arrays in an enum",
        ["contains"] = "describe the items with items and prefixItems",
        ["minContains"] = "describe the items with items and prefixItems",
        ["maxContains"] = "describe the items with items and prefixItems",
        ["additionalItems"] = "use items beside prefixItems",
        ["unevaluatedItems"] = "use items beside prefixItems",
        ["unevaluatedProperties"] = "use additionalProperties",
        ["patternProperties"] = "use properties and additionalProperties",
        ["propertyNames"] = "use properties and additionalProperties",
        ["minProperties"] = "use required",
        ["maxProperties"] = "use properties with additionalProperties false",
        ["dependentRequired"] = "use anyOf with one branch for each case",
        ["dependentSchemas"] = "use anyOf with one branch for each case",
        ["dependencies"] = "use anyOf with one branch for each case",
        ["nullable"] = "use type with \"null\" in a list",
        ["discriminator"] = "give the property a const in each branch",
        ["contentSchema"] = "describe the text with pattern",
        ["$dynamicRef"] = "use $ref",
        ["$recursiveRef"] = "use $ref",
        ["$dynamicAnchor"] = "use $defs and $ref",
        ["$recursiveAnchor"] = "use $defs and $ref",
    }.ToFrozenDictionary();

    /// <summary>
    /// Whether a keyword changes no value: the standard's annotations, Semantic Kernel's, and names that begin with <c>x-</c>.
    /// </summary>
    public static bool IsAnnotation(string keyword) =>
        s_annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>The types a keyword restricts; <see cref="SchemaTypes.All"/> when it restricts by itself.</summary>
    public static SchemaTypes TypesOf(string keyword) => s_typed.GetValueOrDefault(keyword, SchemaTypes.All);

    /// <summary>Whether a keyword restricts values of some types only.</summary>
    public static bool IsTyped(string keyword) => s_typed.ContainsKey(keyword);

    /// <summary>Refuses a keyword that is neither enforced nor an annotation.</summary>
    /// <exception cref="SchemaException">It is not.</exception>
    public static void Check(string keyword, string location)
    {
        if (!s_typed.ContainsKey(keyword) && !s_composing.Contains(keyword) && !IsAnnotation(keyword))
        {
            throw new SchemaException(location, s_refused.TryGetValue(keyword, out var way)
                ? $"the keyword '{keyword}' is not supported; {way}."
                : $"the keyword '{keyword}' is not known; remove it, or begin it with 'x-' if it is a note.");
        }
    }
}
