using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Tools;

/// <summary>
/// Tools, calls and results as text between special tokens, in InternLM2's published format, which InternLM3 keeps (chat_format.md of
/// InternLM); JSON is written as LMDeploy writes it, on one line.
/// </summary>
internal static class ToolText
{
    /// <summary>The functions on offer: <c>[{"name": …, "description": …, "parameters": {JSON schema}}, …]</c>.</summary>
    public static string Describe(IEnumerable<AIFunctionDeclaration> functions) => $"[{string.Join(", ", functions.Select(Describe))}]";

    /// <summary>
    /// A call of the history: as the model wrote it, when the content still holds that text (a model goes on best from its own words), else
    /// <c>{"name": …, "parameters": {…}}</c>.
    /// </summary>
    public static string Call(FunctionCallContent call) => call.RawRepresentation is string written && WasWrittenAs(call, written)
        ? written.TrimStart('\n')
        : $"{{\"name\": {PythonJson.Quote(call.Name)}, \"parameters\": {Arguments(call.Arguments)}}}";

    /// <summary>An interpreter call of the history: as the model wrote it, or the code as a Markdown block.</summary>
    public static string Code(CodeInterpreterToolCallContent call) => call.RawRepresentation is string written
        ? written.TrimStart('\n')
        : $"```python\n{string.Join('\n', (call.Inputs ?? []).Select(Code))}\n```";

    /// <summary>A result: text as it is, anything else as JSON.</summary>
    /// <exception cref="UnsupportedOptionException">The result holds something other than text and JSON.</exception>
    public static string Result(FunctionResultContent result) => Result(result.Result);

    private static bool WasWrittenAs(FunctionCallContent call, string written) =>
        call.Exception is not null || (ToolCallParser.TryParse(written, out _, out var parsed, out _) && parsed.Name == call.Name);

    private static string Describe(AIFunctionDeclaration function) =>
        $"{{\"name\": {PythonJson.Quote(function.Name)}, \"description\": {PythonJson.Quote(function.Description)}, "
        + $"\"parameters\": {Schema(function)}}}";

    private static string Schema(AIFunctionDeclaration function) =>
        function.JsonSchema.ValueKind == JsonValueKind.Undefined ? "{}" : PythonJson.Write(function.JsonSchema);

    private static string Code(AIContent input) => input switch
    {
        TextContent text => text.Text,
        DataContent data when data.HasTopLevelMediaType("text") => Encoding.UTF8.GetString(data.Data.Span),
        _ => throw new UnsupportedOptionException(
            input.GetType().Name, "InternLM3 reads text; this input of the interpreter cannot be given to it."),
    };

    private static string Arguments(IDictionary<string, object?>? arguments)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in arguments ?? new Dictionary<string, object?>())
        {
            text.Append(text.Length > 1 ? ", " : "").Append(PythonJson.Quote(name)).Append(": ").Append(PythonJson.Write(value));
        }

        return text.Append('}').ToString();
    }

    private static string Result(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        TextContent text => text.Text,
        AIContent other => throw new UnsupportedOptionException(
            other.GetType().Name, "InternLM3 reads text; this result cannot be given to it."),
        IEnumerable<AIContent> parts => string.Join('\n', parts.Select(part => Result((object)part))),
        _ => PythonJson.Write(value),
    };
}
