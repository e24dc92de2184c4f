using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace InternLM3.Tools;

/// <summary>
/// Reads what stands between <c>&lt;|action_start|&gt;&lt;|plugin|&gt;</c> and <c>&lt;|action_end|&gt;</c>: a JSON object with <c>name</c>
/// and <c>parameters</c> (InternLM's documents) or <c>arguments</c> (other servers' histories); both given, <c>parameters</c> counts.
/// </summary>
/// <remarks>
/// The object begins at the first <c>{</c>. Text before and behind it other than white space is handed back as text. Left out or null
/// arguments are <c>{}</c>, and a string that holds a JSON object is that object. JSON that cannot be read, or arguments of another
/// kind, make a call that carries the error as long as its name can be read; without a name there is no call.
/// </remarks>
internal static class ToolCallParser
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 128 };

    /// <summary>Reads a call; <paramref name="before"/>, the call's payload and <paramref name="after"/> together are the text.</summary>
    /// <returns>False when the text holds no call.</returns>
    public static bool TryParse(string text, out string before, [NotNullWhen(true)] out ToolCall? call, out string after)
    {
        (before, call, after) = ("", null, "");
        var open = text.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return false;
        }

        var start = string.IsNullOrWhiteSpace(text[..open]) ? 0 : open;
        var json = Encoding.UTF8.GetBytes(text[open..]);
        var (end, document, error) = (text.Length, default(JsonDocument), default(Exception));
        try
        {
            var reader = new Utf8JsonReader(json, s_options);
            document = JsonDocument.ParseValue(ref reader);
            end = open + Encoding.UTF8.GetCharCount(json.AsSpan(0, (int)reader.BytesConsumed));
            end = string.IsNullOrWhiteSpace(text[end..]) ? text.Length : end;
        }
        catch (JsonException e)
        {
            error = e;
        }

        using (document)
        {
            // A broken object may still name its function; an object that is whole but no call is text.
            call = document is not null ? Read(document.RootElement, text[start..end])
                : NameOf(json) is { } name ? new ToolCall(name, text[open..], Unreadable(name, "is no valid JSON", error), text[start..])
                : null;
        }

        (before, after) = call is null ? ("", "") : (text[..start], text[end..]);
        return call is not null;
    }

    private static ToolCall? Read(JsonElement root, string payload)
    {
        if (Find(root, "name") is not { } value || StringOf(value) is not { Length: > 0 } name)
        {
            return null;
        }

        if ((Find(root, "parameters") ?? Find(root, "arguments")) is not { } arguments)
        {
            return new ToolCall(name, "{}", null, payload);
        }

        return arguments.ValueKind switch
        {
            JsonValueKind.Object => new ToolCall(name, arguments.GetRawText(), null, payload),
            JsonValueKind.Null => new ToolCall(name, "{}", null, payload),
            JsonValueKind.String when StringOf(arguments) is { } text && IsObject(text) => new ToolCall(name, text, null, payload),
            _ => new ToolCall(name, arguments.GetRawText(), Unreadable(name, "has arguments that are no JSON object", null), payload),
        };
    }

    private static InternLM3Exception Unreadable(string name, string problem, Exception? error) =>
        new($"The call of \"{name}\" {problem}: ask the model to repeat it.", error);

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = s_options.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The name of an object that is broken further on.</summary>
    private static string? NameOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, s_options);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("name"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name
                        ? name
                        : null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken before the name, or a name that is no text.
        }

        return null;
    }

    private static JsonElement? Find(JsonElement root, string property)
    {
        try
        {
            return root.TryGetProperty(property, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // Another property's name is an escaped half of a surrogate pair.
            return null;
        }
    }

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text.
            return null;
        }
    }
}
