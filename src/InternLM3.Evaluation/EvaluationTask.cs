using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation;

/// <summary>
/// A benchmark: its data, questions, grading and score in the model card. Immutable. <see cref="EvaluationTasks"/> has those of the card.
/// </summary>
public sealed record EvaluationTask
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Prompt, extraction and grading in a sentence or two, with their origin.</summary>
    public required string Protocol { get; init; }

    /// <summary>The name of the score.</summary>
    public string Score { get; init; } = "accuracy";

    /// <summary>The format of the data; null when the questions are generated.</summary>
    public DataFormat? Data { get; init; }

    /// <summary>Creates the questions, in order.</summary>
    public required Func<TaskInput, IEnumerable<EvaluationItem>> CreateItems { get; init; }

    /// <summary>Whether the score is the unweighted mean over subjects, as MMLU's is, instead of the mean over questions.</summary>
    public bool IsMeanOfCategories { get; init; }

    /// <summary>Whether the benchmark has functions for <see cref="EvaluationOptions.Tools"/>.</summary>
    public bool HasTools { get; init; }

    /// <summary>Whether the benchmark generates texts of <see cref="EvaluationOptions.Length"/>.</summary>
    public bool TakesLength { get; init; }

    /// <summary>The number of examples in front of each question in the card's setting.</summary>
    public int DefaultFewShot { get; init; }

    /// <summary>Whether the prompt can have examples.</summary>
    public bool TakesExamples { get; init; }

    /// <summary>The model card's row, or null when it has none.</summary>
    public CardScore? Card { get; init; }

    /// <summary>Turns the results into the input file of the benchmark's own harness; null when answers are graded here.</summary>
    public Func<IEnumerable<ItemResult>, string>? WriteSamples { get; init; }

    /// <summary>The name of that file in the run's folder; null when there is none.</summary>
    public string? SamplesFile => WriteSamples is null ? null : Name == "humaneval" ? "samples.jsonl" : "samples.json";
}
