using System.Text.Json;

namespace InternLM3.Download;

/// <summary>Reads members of JSON that a hub sent; what is missing or of another kind is null.</summary>
internal static class JsonMembers
{
    /// <summary>A member.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A text.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number.</summary>
    public static long? Number(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The items of a list; none when it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
