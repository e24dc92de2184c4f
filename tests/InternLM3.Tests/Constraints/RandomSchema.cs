using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InternLM3.Tests.Constraints;

/// <summary>Random schemas out of everything that is supported. The first branch of every choice is finite, so instances can be drawn without search.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] s_names = ["a", "ab", "abc", "name", "id", "value", "type", "名前", "with \"quotes\"", "a/b~c", "tab\tand\\", "😀", "x-y"];

    /// <summary>Patterns, each with a text it is found in.</summary>
    public static (string Pattern, string Text)[] Patterns { get; } =
    [
        ("^[a-z]{2,5}$", "abcd"), ("^\\d{3}-\\d{4}$", "555-0199"), ("^(GET|PUT)$", "PUT"), ("[0-9]+", "ab 12 ü"), ("^[A-Z]", "Zebra \"x\""), ("[a-g]$", "sing\nring"),
        ("^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$", "-12.5"), ("^[\\u4e00-\\u9fff]{1,3}$", "中文"), ("^.{0,4}$", "é\"\\😀"), ("^[^a-c\"]+$", "xyz中"), ("^(\\w+)@(\\w+)\\.com$", "joe_1@x.com"), ("", "free"),
        ("^a|[b-z]$", "xyb"), ("^(ab?c*){1,2}$", "abcca"), ("^[ \\t]\\d$", "\t7"),
    ];

    /// <summary>Formats, each with an instance.</summary>
    public static (string Format, string Text)[] Formats { get; } =
    [
        ("date", "2024-02-29"), ("time", "23:59:59.123Z"), ("date-time", "1999-12-31T00:00:00+05:30"), ("uuid", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("email", "first.last@example.com"), ("ipv4", "192.168.0.255"), ("uri", "https://example.com:8080/a/b%20c?q=1#top"),
    ];

    /// <summary>Draws a schema with definitions for its references.</summary>
    public JsonElement Draw()
    {
        var schema = Node(3);
        schema["$defs"] = new JsonObject
        {
            ["leaf"] = Node(0),
            ["pair"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["l"] = Ref("leaf"), ["r"] = Ref("leaf") }, ["required"] = new JsonArray("l", "r"), ["additionalProperties"] = false },
            ["list"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["head"] = Ref("leaf"), ["tail"] = Ref("list") }, ["required"] = new JsonArray("head") },
            ["tree"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, new JsonObject { ["type"] = "array", ["items"] = Ref("tree"), ["maxItems"] = 2 }) },
        };
        using var document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    private JsonObject Node(int depth)
    {
        var schema = random.Next(depth > 0 ? 13 : 7) switch
        {
            0 => String(),
            1 => Integer(),
            2 => Number(),
            3 => new JsonObject { ["type"] = random.Next(2) == 0 ? "boolean" : "null" },
            4 => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Constant(2))]) },
            5 => new JsonObject { ["const"] = Constant(2) },
            6 => new JsonObject { ["type"] = new JsonArray(new[] { "string", "null", "integer", "boolean", "number", "array", "object" }.Where((_, i) => i == 0 || random.Next(3) == 0).Select(t => (JsonNode)t).ToArray()) },
            7 => Array(depth),
            8 => new JsonObject { ["anyOf"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Node(depth - 1))]) },
            9 => new JsonObject { ["oneOf"] = new JsonArray(Integer(), String(), new JsonObject { ["type"] = "null" }, Array(depth), Object(depth)) },
            10 => Ref(new[] { "leaf", "pair", "list", "tree" }[random.Next(4)]),
            _ => Object(depth),
        };
        if (random.Next(6) == 0)
        {
            schema["description"] = "any text";
            schema["default"] = 1;
        }
        return schema;
    }

    private JsonObject String()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (random.Next(4))
        {
            case 0:
                schema["minLength"] = random.Next(4);
                schema["maxLength"] = random.Next(4, 12);
                break;
            case 1:
                schema["pattern"] = Patterns[random.Next(Patterns.Length)].Pattern;
                break;
            case 2:
                schema["format"] = Formats[random.Next(Formats.Length)].Format;
                break;
        }
        return schema;
    }

    private JsonObject Integer()
    {
        var schema = new JsonObject { ["type"] = "integer" };
        var low = random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) / (long)Math.Pow(10, random.Next(13));
        Bounds(schema, low.ToString(CultureInfo.InvariantCulture), (low + random.Next(3, 2000)).ToString(CultureInfo.InvariantCulture));
        return schema;
    }

    private JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = "number" };
        var low = Math.Round((decimal)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 8))), random.Next(8));
        Bounds(schema, low.ToString(CultureInfo.InvariantCulture), (low + Math.Round((decimal)random.NextDouble() + 0.01m, random.Next(2, 5))).ToString(CultureInfo.InvariantCulture));
        return schema;
    }

    private void Bounds(JsonObject schema, string low, string high)
    {
        if (random.Next(3) > 0)
        {
            schema[random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = JsonNode.Parse(low);
        }
        if (random.Next(3) > 0)
        {
            schema[random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = JsonNode.Parse(high);
        }
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Node(depth - 1) };
        var prefix = random.Next(3) == 0 ? random.Next(1, 3) : 0;
        if (prefix > 0)
        {
            schema["prefixItems"] = new JsonArray([.. Enumerable.Range(0, prefix).Select(_ => Node(depth - 1))]);
            if (random.Next(2) == 0)
            {
                schema["items"] = false;
            }
        }
        if (random.Next(2) == 0)
        {
            schema["minItems"] = random.Next(prefix + 1);
        }
        if (random.Next(2) == 0)
        {
            schema["maxItems"] = random.Next(prefix, 5);
        }
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var names = s_names.OrderBy(_ => random.Next()).Take(random.Next(6)).ToList();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(names.Select(n => KeyValuePair.Create(n, (JsonNode?)Node(depth - 1)))) };
        schema["required"] = new JsonArray(names.Where(_ => random.Next(2) == 0).Select(n => (JsonNode)n).ToArray());
        switch (random.Next(4))
        {
            case 0:
                schema["additionalProperties"] = false;
                break;
            case 1:
                schema["additionalProperties"] = random.Next(2) == 0 ? true : Node(0);
                break;
        }
        return schema;
    }

    private static JsonObject Ref(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private JsonNode? Constant(int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => s_names[random.Next(s_names.Length)],
        1 => random.Next(-100, 100),
        2 => JsonNode.Parse("-1.25e3"),
        3 => random.Next(2) == 0,
        4 => null,
        5 => "",
        6 => new JsonArray(Constant(depth - 1), Constant(depth - 1)),
        _ => new JsonObject { ["k"] = Constant(depth - 1), ["中"] = Constant(depth - 1) },
    };
}
