using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>JSON pointers (RFC 6901) as URI fragments: where a schema stands, and what a <c>$ref</c> names.</summary>
internal static class SchemaPointer
{
    /// <summary>The pointer one step deeper.</summary>
    public static string Append(string location, string step) =>
        $"{location}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The pointer of an item.</summary>
    public static string Append(string location, int index) => $"{location}/{index}";

    /// <summary>Finds what a local reference names.</summary>
    /// <param name="root">The whole schema.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="location">Where it stands, for errors.</param>
    /// <returns>The schema, and the pointer to it in the form of <see cref="Append(string, string)"/>.</returns>
    /// <exception cref="SchemaException">The reference is not local, or names nothing.</exception>
    public static (JsonElement Schema, string Location) Resolve(JsonElement root, string reference, string location)
    {
        if (reference is not "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new SchemaException(
                location,
                $"the reference '{reference}' is not supported; only references into the same schema are, such as '#/$defs/name'.");
        }
        var (found, pointer) = (root, "#");
        foreach (var part in reference.Split('/').Skip(1))
        {
            var step = Uri.UnescapeDataString(part)
                .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(step, out var member))
            {
                found = member;
            }
            else if (found.ValueKind == JsonValueKind.Array
                && int.TryParse(step, out var index) && index >= 0 && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                throw new SchemaException(location, $"the reference '{reference}' names nothing in the schema.");
            }
            pointer = Append(pointer, step);
        }
        return (found, pointer);
    }
}
