using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Output;

/// <summary>Writes the model's calls as JSON.</summary>
internal static class CallJson
{
    /// <summary>The arguments as one line.</summary>
    public static string Arguments(FunctionCallContent call) => JsonObject.Write(writer => WriteMembers(writer, call));

    /// <summary>Writes <c>{"name": …, "arguments": {…}}</c>; arguments that could not be parsed are null.</summary>
    public static void Write(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("name", call.Name);
        if (call.Exception is not null)
        {
            writer.WriteNull("arguments");
        }
        else
        {
            writer.WriteStartObject("arguments");
            WriteMembers(writer, call);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the arguments, which the client returns as JSON elements, or null for a JSON null.</summary>
    private static void WriteMembers(Utf8JsonWriter writer, FunctionCallContent call)
    {
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            writer.WritePropertyName(name);
            if (value is JsonElement element)
            {
                element.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
