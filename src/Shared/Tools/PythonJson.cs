using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Tools;

/// <summary>
/// JSON on one line as Python's <c>json.dumps(value, ensure_ascii=False)</c> writes it, which is what InternLM's models were trained on:
/// <c>", "</c> and <c>": "</c> between items, non-ASCII characters as they are. Numbers keep their spelling.
/// </summary>
internal static class PythonJson
{
    /// <summary>Writes a JSON value.</summary>
    public static string Write(JsonElement value) => Write(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>Writes any value the JSON options of Microsoft.Extensions.AI can serialise.</summary>
    /// <exception cref="InternLM3Exception">The value cannot be serialised.</exception>
    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement element => Write(element),
        string text => Quote(text),
        _ => Write(Serialize(value)),
    };

    /// <summary>Writes a string with its quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\f' => quoted.Append("\\f"),
                '\b' => quoted.Append("\\b"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static byte[] Serialize(object value)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new InternLM3Exception(
                $"A {value.GetType().Name} among a call's arguments or results cannot be written as JSON; "
                + "give it as text or a JsonElement.",
                e);
        }
    }

    private static string Write(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length + 16);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
        var follows = false;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                text.Append(reader.TokenType == JsonTokenType.EndObject ? '}' : ']');
                follows = true;
                continue;
            }

            text.Append(follows ? ", " : "").Append(reader.TokenType switch
            {
                JsonTokenType.StartObject => "{",
                JsonTokenType.StartArray => "[",
                JsonTokenType.PropertyName => StringOf(ref reader) + ": ",
                JsonTokenType.String => StringOf(ref reader),
                _ => Encoding.UTF8.GetString(reader.ValueSpan),
            });
            follows = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }

        return text.ToString();
    }

    private static string StringOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            try
            {
                return Quote(reader.GetString()!);
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair is no text; it keeps its escape.
            }
        }

        return $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"";
    }
}
