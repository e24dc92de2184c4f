using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tiny;

/// <summary>Judges an answer: everything an item expects has to hold.</summary>
internal static partial class Judge
{
    /// <summary>Whether the answer is right.</summary>
    public static bool IsRight(JsonElement expected, ChatResponse response)
    {
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
        var text = response.Text.Trim();
        return response.FinishReason != ChatFinishReason.Length
            && (calls.Length == 0 || expected.TryGetProperty("calls", out _))
            && expected.EnumerateObject().All(condition => condition.Name switch
            {
                "calls" => AreCalls(calls, condition.Value),
                "contains" => condition.Value.EnumerateArray().All(part => text.Contains(part.GetString()!, StringComparison.Ordinal)),
                "equals" => text == condition.Value.GetString(),
                "boxed" => BoxedAnswer.TryExtract(text, out var boxed) && boxed == condition.Value.GetString(),
                "number" => Number().Matches(text) is [.., var last] && last.Value == condition.Value.GetString(),
                "cites" => Citation().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().ToArray() is [var cited] && cited == condition.Value.GetInt32(),
                "declines" => Unknown().IsMatch(text) && !Citation().IsMatch(text),
                "json" => IsJson(text, condition.Value),
                var other => throw new InvalidDataException($"The condition \"{other}\" is not known."),
            });
    }

    /// <summary>The same functions with the same arguments, in the same order; the arguments of one call in any order.</summary>
    private static bool AreCalls(FunctionCallContent[] calls, JsonElement expected) => calls.Length == expected.GetArrayLength()
        && calls.Zip(expected.EnumerateArray()).All(pair => pair.First.Name == pair.Second.GetProperty("name").GetString()
            && JsonElement.DeepEquals(JsonSerializer.SerializeToElement(pair.First.Arguments, AIJsonUtilities.DefaultOptions), pair.Second.GetProperty("arguments")));

    private static bool IsJson(string text, JsonElement expected)
    {
        try
        {
            return JsonElement.DeepEquals(JsonElement.Parse(text), expected);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();

    [GeneratedRegex("do not know|do not say|不知道|没有说明", RegexOptions.IgnoreCase)]
    private static partial Regex Unknown();
}
