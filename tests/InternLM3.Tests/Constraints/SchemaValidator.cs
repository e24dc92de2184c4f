using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace InternLM3.Tests.Constraints;

/// <summary>JSON Schema validation as its specification reads, over parsed JSON: it shares nothing with the library.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public static bool IsValid(JsonElement schema, JsonElement instance) => new SchemaValidator(schema).Check(schema, instance);

    private bool Check(JsonElement schema, JsonElement instance) =>
        schema.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => schema.EnumerateObject().All(k => Check(schema, k.Name, k.Value, instance)),
        };

    private bool Check(JsonElement schema, string keyword, JsonElement value, JsonElement instance) => keyword switch
    {
        "$ref" => Check(Resolve(value.GetString()!), instance),
        "type" => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Any(t => IsType(t.GetString()!, instance)) : IsType(value.GetString()!, instance),
        "enum" => value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, instance)),
        "const" => JsonElement.DeepEquals(value, instance),
        "anyOf" => value.EnumerateArray().Any(s => Check(s, instance)),
        "oneOf" => value.EnumerateArray().Count(s => Check(s, instance)) == 1,
        "allOf" => value.EnumerateArray().All(s => Check(s, instance)),
        "minimum" => !IsNumber(instance) || Number(instance).CompareTo(Number(value)) >= 0,
        "maximum" => !IsNumber(instance) || Number(instance).CompareTo(Number(value)) <= 0,
        "exclusiveMinimum" => !IsNumber(instance) || Number(instance).CompareTo(Number(value)) > 0,
        "exclusiveMaximum" => !IsNumber(instance) || Number(instance).CompareTo(Number(value)) < 0,
        "minLength" => !IsString(instance) || Length(instance) >= value.GetInt32(),
        "maxLength" => !IsString(instance) || Length(instance) <= value.GetInt32(),
        "pattern" => !IsString(instance) || IsMatch(value.GetString()!, instance.GetString()!),
        "format" => !IsString(instance) || IsFormat(value.GetString()!, instance.GetString()!),
        "minItems" => instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() >= value.GetInt32(),
        "maxItems" => instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() <= value.GetInt32(),
        "prefixItems" => instance.ValueKind != JsonValueKind.Array || instance.EnumerateArray().Zip(value.EnumerateArray()).All(p => Check(p.Second, p.First)),
        "items" => instance.ValueKind != JsonValueKind.Array || instance.EnumerateArray().Skip(Get(schema, "prefixItems")?.GetArrayLength() ?? 0).All(i => Check(value, i)),
        "required" => instance.ValueKind != JsonValueKind.Object || value.EnumerateArray().All(r => instance.TryGetProperty(r.GetString()!, out _)),
        "properties" => instance.ValueKind != JsonValueKind.Object || instance.EnumerateObject().All(p => Get(value, p.Name) is not { } s || Check(s, p.Value)),
        "additionalProperties" => instance.ValueKind != JsonValueKind.Object
            || instance.EnumerateObject().All(p => (Get(schema, "properties") is { } known && Get(known, p.Name) is not null) || Check(value, p.Value)),
        "$defs" or "title" or "description" or "default" => true,
        _ => throw new InvalidOperationException($"The test validator does not know '{keyword}'."),
    };

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (at, step) => at.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));

    private static bool IsType(string type, JsonElement instance) => type switch
    {
        "null" => instance.ValueKind == JsonValueKind.Null,
        "boolean" => instance.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => IsString(instance),
        "number" => IsNumber(instance),
        "integer" => IsNumber(instance) && Number(instance).IsInteger,
        "array" => instance.ValueKind == JsonValueKind.Array,
        "object" => instance.ValueKind == JsonValueKind.Object,
        _ => throw new InvalidOperationException(type),
    };

    private static bool IsFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$") && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out _) && IsTime(text[11..]),
        "time" => IsTime(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" => text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var address) && address.ToString() == text,
        "email" => MailAddress.TryCreate(text, out var mail) && mail.Address == text,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => throw new InvalidOperationException($"The test validator does not know the format '{format}'."),
    };

    /// <summary>Matches by characters: .NET's own takes one beyond the basic plane for two.</summary>
    public static bool IsMatch(string pattern, string text) =>
        Regex.IsMatch(string.Concat(text.EnumerateRunes().Select(r => r.IsBmp ? r.ToString() : "\ue000")), pattern);

    private static bool IsTime(string text) =>
        Regex.Match(text, @"^(\d\d:\d\d:\d\d)(\.\d{1,7})?(Z|[+-](\d\d:\d\d))$") is { Success: true } m && TimeOnly.TryParseExact(m.Groups[1].Value, "HH:mm:ss", out _)
        && (m.Groups[4].Value.Length == 0 || TimeOnly.TryParseExact(m.Groups[4].Value, "HH:mm", out _));

    private static JsonElement? Get(JsonElement value, string name) => value.TryGetProperty(name, out var found) ? found : null;

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    private static bool IsString(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    private static ExactNumber Number(JsonElement value) => ExactNumber.Parse(value.GetRawText());
}
