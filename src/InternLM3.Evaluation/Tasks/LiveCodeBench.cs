using System.Text.Json.Nodes;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>
/// LiveCodeBench's code generation (OpenCompass <c>livecodebench_gen_a4f90b</c>). Programs are collected; they run only in a sandbox of
/// the caller.
/// </summary>
internal static class LiveCodeBench
{
    private const string WithStarter =
        "You will use the following starter code to write the solution to the problem and enclose your code within delimiters.";
    private const string WithoutStarter =
        "Read the inputs from stdin solve the problem and write the answer to stdout (do not directly test on the sample inputs). "
        + "Enclose your code within delimiters as follows.";

    public static EvaluationTask Task { get; } = new()
    {
        Name = "livecodebench",
        Title = "LiveCodeBench",
        Protocol = "LiveCodeBench's generic prompt. The last code block, else the whole answer, is collected into samples.json "
            + "for lcb_runner's custom_evaluator; nothing is run here. The card's window is July to September 2024.",
        Score = "pass@1",
        Data = new("test*.jsonl of a date window", null, ["question_id", "question_content"]),
        Card = new(17.8, "0-shot, 2407-2409"),
        WriteSamples = results => new JsonArray([.. results.GroupBy(result => result.Item).Select(group => (JsonNode)new JsonObject
        {
            ["question_id"] = group.Key,
            ["code_list"] = new JsonArray([.. group.Select(result => (JsonNode?)JsonValue.Create(result.Extracted ?? ""))]),
        })]).ToJsonString(),
        CreateItems = input => input.Rows.Select(row => new EvaluationItem
        {
            Id = row.Text("question_id"),
            Category = row.Has("difficulty") ? row.Text("difficulty") : "",
            Messages = [new ChatMessage(ChatRole.User, Prompt(row))],
            Gold = "passes its tests",
            Program = row.Values,
            Grade = answer => new Verdict(null, CodeAnswer.Extract(answer, last: true) ?? answer),
        }),
    };

    private static string Prompt(DataRow row)
    {
        var starter = row.Has("starter_code") ? row.Text("starter_code") : "";
        return $"### Question:\n{row.Text("question_content")}\n\n"
            + (starter.Length > 0
                ? $"### Format: {WithStarter}\n```python\n{starter}\n```\n\n"
                : $"### Format: {WithoutStarter}\n```python\n# YOUR CODE HERE\n```\n\n")
            + "### Answer: (use the provided format with backticks)\n\n";
    }
}
