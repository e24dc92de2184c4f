using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation;

/// <summary>One question of a benchmark, ready to be asked and graded. Immutable; its functions are safe for concurrent use.</summary>
public sealed record EvaluationItem
{
    /// <summary>What names the question in its benchmark; unique there, and the same in every run over the same data.</summary>
    public required string Id { get; init; }

    /// <summary>The subject it belongs to; empty when there are none.</summary>
    public string Category { get; init; } = "";

    /// <summary>The conversation that asks it.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Functions the model may call; they are called while the question is answered.</summary>
    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>The right answer, as reports show it.</summary>
    public required string Gold { get; init; }

    /// <summary>Grades the model's whole output, reasoning included; any text.</summary>
    public required Func<string, Verdict> Grade { get; init; }

    /// <summary>Whether a judge, where one is given, decides instead of <see cref="Grade"/>.</summary>
    public bool CanBeJudged { get; init; }

    /// <summary>The problem as the data file has it, for answers that are programs; otherwise null.</summary>
    public JsonElement? Program { get; init; }

    /// <summary>What reports and judges are shown as the question. Default: the last message.</summary>
    public string Question
    {
        get => field ?? Messages[^1].Text;
        init;
    }
}
