using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>One of two runs that were compared. Immutable.</summary>
public sealed class ComparedRun
{
    internal ComparedRun(RunSettings settings, double score, IReadOnlyList<string> better, int alone) =>
        (Settings, Score, Better, Alone) = (settings, score, better, alone);

    /// <summary>The model's name.</summary>
    public string Model => Settings.Model;

    /// <summary>The mean over the questions both runs have a score for, 0 to 1.</summary>
    public double Score { get; }

    /// <summary>The ids of the questions this run has better than the other.</summary>
    public IReadOnlyList<string> Better { get; }

    /// <summary>Questions only this run has a score for; they are left out.</summary>
    public int Alone { get; }

    internal RunSettings Settings { get; }
}
