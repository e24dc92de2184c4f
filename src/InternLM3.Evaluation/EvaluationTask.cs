using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation;

/// <summary>A benchmark: its data, its questions, how they are graded and what the model card says. Immutable. <see cref="EvaluationTasks"/> has those of the card.</summary>
public sealed record EvaluationTask
{
    /// <summary>What the command line calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>Prompt, extraction and grading in a sentence or two, and where they come from.</summary>
    public required string Protocol { get; init; }

    /// <summary>What the score is.</summary>
    public string Score { get; init; } = "accuracy";

    /// <summary>The data it reads; null when its questions are generated.</summary>
    public DataFormat? Data { get; init; }

    /// <summary>Makes the questions, in order.</summary>
    public required Func<TaskInput, IEnumerable<EvaluationItem>> CreateItems { get; init; }

    /// <summary>Whether the score is the unweighted mean over subjects, as MMLU's is, instead of the mean over questions.</summary>
    public bool IsMeanOfCategories { get; init; }

    /// <summary>Whether <see cref="EvaluationOptions.Tools"/> offers the model functions here.</summary>
    public bool HasTools { get; init; }

    /// <summary>Whether it generates texts of <see cref="EvaluationOptions.Length"/>.</summary>
    public bool TakesLength { get; init; }

    /// <summary>Examples in front of each question in the card's setting.</summary>
    public int DefaultFewShot { get; init; }

    /// <summary>Whether examples can be shown.</summary>
    public bool TakesExamples { get; init; }

    /// <summary>The model card's row, or null when it has none.</summary>
    public CardScore? Card { get; init; }

    /// <summary>Writes the file the benchmark's own harness takes, from the results; null when answers are graded here.</summary>
    public Func<IEnumerable<ItemResult>, string>? WriteSamples { get; init; }

    /// <summary>What that file is called in the run's folder; null when there is none.</summary>
    public string? SamplesFile => WriteSamples is null ? null : Name == "humaneval" ? "samples.jsonl" : "samples.json";
}
