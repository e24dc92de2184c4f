using System.Text.Json.Nodes;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>
/// HumanEval: functions to implement (OpenCompass <c>humaneval_openai_sample_evals_gen_dcae0e</c>). Programs are collected; they run only
/// in a sandbox of the caller.
/// </summary>
internal static class HumanEval
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "humaneval",
        Title = "HumanEval",
        Protocol = "OpenCompass' prompt. The first code block, else the whole answer, is collected into samples.jsonl "
            + "for human-eval's evaluate_functional_correctness; nothing is run here.",
        Score = "pass@1",
        Data = new("HumanEval.jsonl or Hugging Face's", 164, ["task_id", "prompt", "test", "entry_point"]),
        Card = new(82.3, "pass@1"),
        WriteSamples = results => string.Concat(results.Select(result =>
            new JsonObject { ["task_id"] = result.Item, ["completion"] = result.Extracted ?? "" }.ToJsonString() + "\n")),
        CreateItems = input => input.Rows.Select(row => new EvaluationItem
        {
            Id = row.Text("task_id"),
            Messages = [new ChatMessage(
                ChatRole.User,
                "Read the following function signature and docstring, and fully implement the function described. "
                + $"Your response should only contain the code for this function.\n{row.Text("prompt")}")],
            Gold = $"passes the tests of {row.Text("entry_point")}",
            Program = row.Values,
            Grade = answer => new Verdict(null, CodeAnswer.Extract(answer) ?? answer),
        }),
    };
}
