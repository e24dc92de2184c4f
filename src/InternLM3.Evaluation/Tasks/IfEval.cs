using System.Text.Json;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>IFEval: instructions a program can check (OpenCompass <c>IFEval_gen_353ae7</c>).</summary>
internal static class IfEval
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "ifeval",
        Title = "IFEval",
        Protocol = "The prompt as it is. Every instruction is checked by its rule; "
            + "the score is of prompts with all instructions followed, strictly.",
        Score = "prompt-level strict accuracy",
        Data = new("input_data.jsonl", 541, ["key", "prompt", "instruction_id_list", "kwargs"]),
        Card = new(79.3, "prompt-strict"),
        CreateItems = input => input.Rows.Select(Create),
    };

    private static EvaluationItem Create(DataRow row)
    {
        var (prompt, names, arguments) = (row.Text("prompt"), row.Texts("instruction_id_list"), row.List("kwargs"));
        if (names.Count != arguments.Count || names.Count == 0)
        {
            throw row.Wrong("kwargs", $"one object for each of the {names.Count} instructions");
        }

        if (names.FirstOrDefault(name => !InstructionFollowing.KnownInstructions.Contains(name)) is { } unknown)
        {
            throw new DataFormatException($"{row.Place}: there is no rule for the instruction {unknown}.");
        }

        return new EvaluationItem
        {
            Id = row.Text("key"),
            Category = names[0].Split(':')[0],
            Messages = [new ChatMessage(ChatRole.User, prompt)],
            Gold = string.Join(", ", names),
            Grade = answer => Grade(answer, prompt, names, arguments),
        };
    }

    private static Verdict Grade(string answer, string prompt, IReadOnlyList<string> names, IReadOnlyList<JsonElement> arguments)
    {
        bool[] strict = [.. names.Select((name, i) => InstructionFollowing.Check(name, arguments[i], prompt, answer, loose: false))];
        bool[] loose = [.. names.Select((name, i) => InstructionFollowing.Check(name, arguments[i], prompt, answer, loose: true))];
        var broken = string.Join(", ", names.Where((_, i) => !strict[i]));
        return Verdict.Of(strict.All(followed => followed), broken.Length == 0 ? "all followed" : $"not followed: {broken}") with
        {
            Measures = new Dictionary<string, Measure>
            {
                ["prompt-level loose"] = new(loose.All(followed => followed) ? 1 : 0, 1),
                ["instruction-level strict"] = new(strict.Count(followed => followed), strict.Length),
                ["instruction-level loose"] = new(loose.Count(followed => followed), loose.Length),
            },
        };
    }
}
