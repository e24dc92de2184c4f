using System.Text;
using System.Text.Json;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Output;

/// <summary>
/// Turns the pieces of an answer into contents. Calls get an id of their own, and carry the text the model wrote as
/// <see cref="AIContent.RawRepresentation"/>.
/// </summary>
internal static class OutputContent
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 128 };

    /// <summary>
    /// Returns the content of a piece. A call that cannot be read has its <see cref="FunctionCallContent.Exception"/> set and no arguments.
    /// </summary>
    public static AIContent Create(OutputEvent piece) => piece.Kind switch
    {
        OutputEventKind.Text => new TextContent(piece.Text),
        OutputEventKind.Reasoning => new TextReasoningContent(piece.Text),
        OutputEventKind.ToolCall => Function(piece.Call!),
        _ => Interpreter(piece.Text),
    };

    private static FunctionCallContent Function(ToolCall call)
    {
        var content = call.Error is null
            ? FunctionCallContent.CreateFromParsedArguments(call.Arguments, NewId(), call.Name, Arguments)
            : new FunctionCallContent(NewId(), call.Name) { Exception = call.Error };
        content.RawRepresentation = call.Payload;
        return content;
    }

    private static Dictionary<string, object?> Arguments(string json)
    {
        using var document = JsonDocument.Parse(json, s_json);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            arguments[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.Clone();
        }

        return arguments;
    }

    private static CodeInterpreterToolCallContent Interpreter(string payload) => new(NewId())
    {
        Inputs = [new DataContent(Encoding.UTF8.GetBytes(CodeBlock.Unwrap(payload)), "text/x-python")],
        RawRepresentation = payload,
    };

    private static string NewId() => $"call_{Guid.NewGuid():N}";
}
