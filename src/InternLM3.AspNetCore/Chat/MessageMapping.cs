using System.Text.Json;
using InternLM3.AspNetCore.Wire;
using Microsoft.Extensions.AI;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Chat;

/// <summary>Turns a request's messages into chat messages.</summary>
internal static class MessageMapping
{
    /// <summary>Reads the messages: an array, or a string that stands for one user message.</summary>
    public static List<ChatMessage> Read(JsonElement? messages, InternLM3OpenAIOptions options)
    {
        switch (messages)
        {
            case { ValueKind: JsonValueKind.String } text:
                return [new ChatMessage(ChatRole.User, text.GetString())];
            case { ValueKind: JsonValueKind.Array } list:
                var count = list.GetArrayLength();
                Require(count > 0, "messages", "must hold at least one message.");
                Require(
                    count <= options.MaxMessages,
                    "messages", $"holds {count} messages and may hold {options.MaxMessages}; shorten the conversation.");
                return [.. list.EnumerateArray().Select(Read)];
            default:
                throw Field("messages", "must be an array of messages.");
        }
    }

    private static ChatMessage Read(JsonElement element, int index)
    {
        var field = FormattableString.Invariant($"messages[{index}]");
        RequestMessage? message;
        try
        {
            message = element.Deserialize(WireJson.Wire.RequestMessage);
        }
        catch (JsonException e)
        {
            throw Field(e.Path is { Length: > 1 } path ? field + path[1..] : field, "is malformed or has the wrong type.");
        }

        Require(message is not null, field, "must be an object.");
        Require(
            message!.Others?.TryGetValue("function_call", out var call) != true || call.ValueKind == JsonValueKind.Null,
            $"{field}.function_call", "is the old name of tool_calls; send tool_calls.");
        var text = Text(message.Content, $"{field}.content");
        switch (message.Role)
        {
            case "system" or "developer" or "user":
                RequireNoCalls(message, field);
                Require(text is not null, $"{field}.content", "must be a string or an array of text parts.");
                return new ChatMessage(message.Role == "user" ? ChatRole.User : ChatRole.System, text);
            case "assistant":
                return Assistant(message, text, field);
            case "tool":
                RequireNoCalls(message, field);
                Require(!string.IsNullOrEmpty(message.ToolCallId), $"{field}.tool_call_id", "must name the call this is the result of.");
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId!, text ?? "")]);
            default:
                throw Field($"{field}.role", "must be system, developer, user, assistant or tool.");
        }
    }

    private static ChatMessage Assistant(RequestMessage message, string? text, string field)
    {
        var contents = new List<AIContent>();
        if (text is not null)
        {
            contents.Add(new TextContent(text));
        }

        for (var i = 0; i < (message.ToolCalls?.Count ?? 0); i++)
        {
            contents.Add(Call(message.ToolCalls![i], FormattableString.Invariant($"{field}.tool_calls[{i}]")));
        }

        Require(contents.Count > 0, field, "must have content or tool_calls.");
        return new ChatMessage(ChatRole.Assistant, contents);
    }

    private static FunctionCallContent Call(RequestToolCall? call, string field)
    {
        Require(call?.Type is null or "function", $"{field}.type", "must be function.");
        Require(!string.IsNullOrEmpty(call?.Id), $"{field}.id", "must be there.");
        Require(!string.IsNullOrEmpty(call?.Function?.Name), $"{field}.function.name", "must be there.");
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(call!.Function!.Arguments is { Length: > 0 } text ? text : "{}");
            foreach (var argument in json.RootElement.EnumerateObject())
            {
                arguments[argument.Name] = argument.Value.ValueKind == JsonValueKind.Null ? null : argument.Value.Clone();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Field($"{field}.function.arguments", "must be the text of a JSON object.");
        }

        return new FunctionCallContent(call.Id!, call.Function!.Name!, arguments);
    }

    private static void RequireNoCalls(RequestMessage message, string field) =>
        Require(message.ToolCalls is not { Count: > 0 }, $"{field}.tool_calls", "belong to assistant messages.");

    private static string? Text(JsonElement? content, string field) => content switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(
            parts.EnumerateArray().Select((part, i) => Part(part, FormattableString.Invariant($"{field}[{i}]")))),
        _ => throw Field(field, "must be a string or an array of text parts."),
    };

    private static string Part(JsonElement part, string field)
    {
        Require(part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out _), field, "must be an object with a type.");
        var type = part.GetProperty("type");
        var kind = type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        Require(kind is "text" or "refusal", $"{field}.type", "must be text: InternLM3 reads text alone.");
        return part.TryGetProperty(kind!, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Field($"{field}.{kind}", "must be a string.");
    }
}
