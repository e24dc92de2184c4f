using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace InternLM3.Remote.Requests;

/// <summary>
/// The JSON schema of a call, by which a server whose template knows no tools is made to call one all the same: its guided decoding holds
/// the whole answer to <c>{"name": …, "parameters": {…}}</c>.
/// </summary>
internal static class CallFormat
{
    /// <summary>The schema of a call of one of the functions.</summary>
    /// <exception cref="UnsupportedOptionException">A function's schema refers to its own parts, which move here.</exception>
    public static JsonNode SchemaOf(IReadOnlyList<AIFunctionDeclaration> functions) => functions.Count == 1
        ? SchemaOf(functions[0])
        : new JsonObject { ["anyOf"] = new JsonArray([.. functions.Select(SchemaOf)]) };

    private static JsonObject SchemaOf(AIFunctionDeclaration function)
    {
        var schema = function.JsonSchema;
        var parameters = JsonNode.Parse(schema.ValueKind == JsonValueKind.Undefined ? "{}" : schema.GetRawText())!;
        if (RefersToItself(parameters))
        {
            throw new UnsupportedOptionException(
                nameof(ChatOptions.ToolMode),
                $"cannot require \"{function.Name}\" here, because its schema has a $ref; write the schema out, or let the server render "
                    + "tools (Tools = RemoteSide.Server).");
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["name"] = new JsonObject { ["const"] = function.Name }, ["parameters"] = parameters },
            ["required"] = new JsonArray("name", "parameters"),
            ["additionalProperties"] = false,
        };
    }

    private static bool RefersToItself(JsonNode? node) => node switch
    {
        JsonObject json => json.ContainsKey("$ref") || json.Any(property => RefersToItself(property.Value)),
        JsonArray items => items.Any(RefersToItself),
        _ => false,
    };
}
