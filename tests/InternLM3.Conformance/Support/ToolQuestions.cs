using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Support;

/// <summary>
/// Questions of the form InternLM3-Tiny was trained on ("Verb the noun for parameter value and parameter value", and sums for a
/// calculator), made from words of our own, so that the values are new to it.
/// </summary>
public sealed class ToolQuestions(int seed)
{
    private static readonly string[] s_verbs = ["get", "find", "show", "check", "open", "read", "send", "list"];
    private static readonly string[] s_nouns = ["weather", "price", "status", "order", "ticket", "recipe", "score", "email", "event", "report"];
    private static readonly string[] s_syllables = ["ba", "ke", "lo", "mi", "su", "dra", "fle", "pri", "sta", "tho", "vai", "zen", "klo", "ru"];

    private readonly Random _random = new(seed);

    /// <summary>The next so many questions, every fifth of them a sum.</summary>
    public List<ToolQuestion> Take(int count) => [.. Enumerable.Range(0, count).Select(i => i % 5 == 4 ? Sum() : Lookup())];

    private static AIFunctionDeclaration Declare(string name, string description, params string[] parameters)
    {
        var properties = new JsonObject();
        foreach (var parameter in parameters)
        {
            properties[parameter] = new JsonObject { ["type"] = parameter is "count" or "id" ? "integer" : "string" };
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. parameters.Select(parameter => (JsonNode)parameter)]),
        };
        return AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema.ToJsonString()));
    }

    private static AIFunctionDeclaration Calculator() => Declare("calculator", "Evaluates an arithmetic expression.", "expression");

    private ToolQuestion Sum()
    {
        var sum = $"{_random.Next(1, 99)} {Pick(["+", "-", "*"])} {_random.Next(1, 99)}";
        var question = Pick(["What is {0}?", "Compute {0}.", "Please evaluate {0}."]);
        return new ToolQuestion(
            string.Format(CultureInfo.InvariantCulture, question, sum),
            Shuffle([Calculator(), Function(Pick(s_verbs), Pick(s_nouns), ["city"])]),
            "calculator",
            new Dictionary<string, string> { ["expression"] = sum });
    }

    private ToolQuestion Lookup()
    {
        var nouns = s_nouns.ToArray();
        _random.Shuffle(nouns);
        string[] parameters = ["city", "name", "id", "count"];
        _random.Shuffle(parameters);
        parameters = parameters[.._random.Next(1, 3)];
        var verb = Pick(s_verbs);
        var values = parameters.Select(parameter => parameter is "id" or "count" ? $"{_random.Next(1, 99)}" : Word()).ToArray();
        var asked = string.Join(" and ", parameters.Zip(values, (parameter, value) => $"{parameter} {value}"));
        List<AIFunctionDeclaration> functions = [Function(verb, nouns[0], parameters)];
        for (var other = _random.Next(3); other > 0; other--)
        {
            functions.Add(Function(Pick(s_verbs), nouns[other], ["name"]));
        }

        return new ToolQuestion(
            $"{char.ToUpperInvariant(verb[0])}{verb[1..]} the {nouns[0]} for {asked}.",
            Shuffle(functions),
            $"{verb}_{nouns[0]}",
            parameters.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static AIFunctionDeclaration Function(string verb, string noun, string[] parameters) =>
        Declare($"{verb}_{noun}", $"{char.ToUpperInvariant(verb[0])}{verb[1..]} the {noun}.", parameters);

    private string Word()
    {
        var word = Pick(s_syllables) + Pick(s_syllables);
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private List<AIFunctionDeclaration> Shuffle(List<AIFunctionDeclaration> functions)
    {
        var all = functions.ToArray();
        _random.Shuffle(all);
        return [.. all];
    }
}
