using System.Text.Json;
using InternLM3.Constraints;
using Microsoft.Extensions.AI;

namespace InternLM3.Tools;

/// <summary>The grammar of calls: the text between <c>&lt;|plugin|&gt;</c> and <c>&lt;|action_end|&gt;</c>.</summary>
internal static class ToolGrammar
{
    /// <summary><c>\n{"name": …, "parameters": {…}}</c> with one of the functions' names and arguments that satisfy its schema.</summary>
    /// <exception cref="SchemaException">A schema uses what cannot be enforced; the message names function, keyword and place.</exception>
    public static Grammar OfCalls(IEnumerable<AIFunctionDeclaration> functions) => Grammar.OneOf([.. functions.Select(OfCall)]);

    private static Grammar OfCall(AIFunctionDeclaration function)
    {
        try
        {
            return Grammar.Sequence(
                Grammar.Literal($"\n{{\"name\": {PythonJson.Quote(function.Name)}, \"parameters\": "),
                OfArguments(function.JsonSchema),
                Grammar.Literal("}"));
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"function {function.Name}, {e.Location}", e.Message[(e.Location.Length + 2)..]);
        }
    }

    /// <summary>A schema that says nothing of its type still stands for arguments, which are an object.</summary>
    private static Grammar OfArguments(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.EnumerateObject().Any(keyword => keyword.Name is "type" or "properties" or "$ref" or "anyOf" or "oneOf")
            ? Grammar.FromJsonSchema(schema)
            : Grammar.JsonObject();
}
