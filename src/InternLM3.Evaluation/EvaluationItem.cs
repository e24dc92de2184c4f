using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation;

/// <summary>One question of a benchmark, with its prompt and grading. Immutable; its functions are safe for concurrent use.</summary>
public sealed record EvaluationItem
{
    /// <summary>The question's id, unique in its benchmark and the same in every run over the same data.</summary>
    public required string Id { get; init; }

    /// <summary>The question's subject; empty when the benchmark has none.</summary>
    public string Category { get; init; } = "";

    /// <summary>The messages sent to the model.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Functions the model may call; calls are invoked during the answer.</summary>
    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>The correct answer, as shown in reports.</summary>
    public required string Gold { get; init; }

    /// <summary>Grades the model's whole output, including reasoning; accepts any text.</summary>
    public required Func<string, Verdict> Grade { get; init; }

    /// <summary>Whether a judge, if there is one, decides instead of <see cref="Grade"/>.</summary>
    public bool CanBeJudged { get; init; }

    /// <summary>The problem's row in the data file when the answer is a program; otherwise null.</summary>
    public JsonElement? Program { get; init; }

    /// <summary>The question's text for reports and judges. Default: the last message.</summary>
    public string Question
    {
        get => field ?? Messages[^1].Text;
        init;
    }
}
