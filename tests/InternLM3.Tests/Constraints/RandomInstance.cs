using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InternLM3.Tests.Constraints;

/// <summary>Valid instances of a schema of <see cref="RandomSchema"/>, written as the library documents its JSON: properties in order, at most a space after ':' and ','.</summary>
internal sealed class RandomInstance(JsonElement root, Random random)
{
    private static readonly JsonSerializerOptions s_shortest = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly int[] s_samples = ['a', 'Z', '0', ' ', '"', '\\', '\n', '\u0001', '/', 0x7f, 'é', '中', 0xFFFD, 0x1F600, 0x10FFFF, 0xD7FF, 0xE000];

    public string Draw() => Value(root, 0);

    private string Value(JsonElement schema, int depth)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return random.Next(2) == 0 ? "{\"any\":[1,-2.5E+10,{}]}" : "null";
        }
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Value(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), depth + 1);
        }
        if (schema.TryGetProperty("const", out var constant))
        {
            return Constant(constant);
        }
        if (schema.TryGetProperty("enum", out var values))
        {
            return Constant(values[random.Next(values.GetArrayLength())]);
        }
        if (schema.TryGetProperty("anyOf", out var branches) || schema.TryGetProperty("oneOf", out branches))
        {
            return Value(branches[depth > 6 ? 0 : random.Next(branches.GetArrayLength())], depth + 1);
        }
        var type = schema.GetProperty("type");
        return Typed(schema, type.ValueKind == JsonValueKind.Array ? type[random.Next(type.GetArrayLength())].GetString()! : type.GetString()!, depth);
    }

    private string Typed(JsonElement schema, string type, int depth) => type switch
    {
        "null" => "null",
        "boolean" => random.Next(2) == 0 ? "true" : "false",
        "string" => Text(schema),
        "integer" => Number(schema, 1),
        "number" => Number(schema, 0.0001m),
        "array" => Array(schema, depth),
        _ => Object(schema, depth),
    };

    private string Text(JsonElement schema)
    {
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            return Shortest(RandomSchema.Patterns.First(p => p.Pattern == pattern.GetString()).Text);
        }
        if (schema.TryGetProperty("format", out var format))
        {
            return Shortest(RandomSchema.Formats.First(p => p.Format == format.GetString()).Text);
        }
        var min = schema.TryGetProperty("minLength", out var low) ? low.GetInt32() : 0;
        var max = schema.TryGetProperty("maxLength", out var high) ? high.GetInt32() : 20;
        var text = new StringBuilder("\"");
        for (var length = random.Next(min, max + 1); length > 0; length--)
        {
            var rune = new Rune(s_samples[random.Next(s_samples.Length)]);
            text.Append(random.Next(3) == 0
                ? string.Concat(rune.ToString().Select(c => $"\\u{(random.Next(2) == 0 ? ((int)c).ToString("x4", CultureInfo.InvariantCulture) : ((int)c).ToString("X4", CultureInfo.InvariantCulture))}"))
                : Shortest(rune.ToString())[1..^1]);
        }
        return text.Append('"').ToString();
    }

    private string Number(JsonElement schema, decimal unit)
    {
        decimal? low = schema.TryGetProperty("minimum", out var v) ? v.GetDecimal() : schema.TryGetProperty("exclusiveMinimum", out v) ? v.GetDecimal() + unit : null;
        decimal? high = schema.TryGetProperty("maximum", out v) ? v.GetDecimal() : schema.TryGetProperty("exclusiveMaximum", out v) ? v.GetDecimal() - unit : null;
        if (low is null && high is null && unit < 1 && random.Next(2) == 0)
        {
            return ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300))).ToString("R", CultureInfo.InvariantCulture);
        }
        var from = low ?? (high - 1000) ?? -1000;
        var to = high ?? from + 2000;
        var pick = random.Next(4) switch
        {
            0 => from,
            1 => to,
            _ => unit == 1 ? Math.Floor(from + ((to - from) * (decimal)random.NextDouble())) : from + Math.Round((to - from) * (decimal)random.NextDouble(), 9),
        };
        var text = (unit == 1 ? Math.Ceiling(pick) : pick).ToString(CultureInfo.InvariantCulture);
        return unit == 1 ? text.Split('.')[0] : text;
    }

    private string Array(JsonElement schema, int depth)
    {
        var prefix = schema.TryGetProperty("prefixItems", out var list) ? list.EnumerateArray().ToList() : [];
        JsonElement? items = schema.TryGetProperty("items", out var rest) ? rest : JsonElement.Parse("true");
        var min = schema.TryGetProperty("minItems", out var low) ? low.GetInt32() : 0;
        var max = schema.TryGetProperty("maxItems", out var high) ? high.GetInt32() : min + 3;
        if (items.Value.ValueKind == JsonValueKind.False)
        {
            max = Math.Min(max, prefix.Count);
        }
        var count = depth > 6 ? min : random.Next(min, Math.Max(min, max) + 1);
        return "[" + string.Join(Comma(), Enumerable.Range(0, count).Select(i => Value(i < prefix.Count ? prefix[i] : items.Value, depth + 1))) + "]";
    }

    private string Object(JsonElement schema, int depth)
    {
        var members = new List<string>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
            members.AddRange(properties.EnumerateObject().Where(p => required.Contains(p.Name) || (depth <= 6 && random.Next(2) == 0)).Select(p => Shortest(p.Name) + Colon() + Value(p.Value, depth + 1)));
        }
        if ((schema.TryGetProperty("additionalProperties", out var extra) ? extra : JsonElement.Parse(properties.ValueKind == JsonValueKind.Undefined ? "true" : "false")) is { ValueKind: not JsonValueKind.False } free)
        {
            members.AddRange(new[] { "", "abcd", "nam", "名", "a\n", "\"" }.Where(_ => random.Next(4) == 0).Select(n => Shortest(n) + Colon() + Value(free, depth + 1)));
        }
        return "{" + string.Join(Comma(), members) + "}";
    }

    private string Constant(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Shortest(value.GetString()!),
        JsonValueKind.Array => "[" + string.Join(Comma(), value.EnumerateArray().Select(Constant)) + "]",
        JsonValueKind.Object => "{" + string.Join(Comma(), value.EnumerateObject().Select(p => Shortest(p.Name) + Colon() + Constant(p.Value))) + "}",
        _ => value.GetRawText(),
    };

    // The relaxed encoder still escapes what lies beyond the basic plane and a few more; this is the spelling of RFC 8259's minimum.
    private static string Shortest(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            result.Append(c is '"' or '\\' || c < ' ' ? JsonSerializer.Serialize(c.ToString(), s_shortest)[1..^1].ToLowerInvariant() : c.ToString());
        }
        return result.Append('"').ToString();
    }

    private string Comma() => random.Next(2) == 0 ? "," : ", ";

    private string Colon() => random.Next(2) == 0 ? ":" : ": ";
}
