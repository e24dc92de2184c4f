using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>One of two compared runs. Immutable.</summary>
public sealed class ComparedRun
{
    internal ComparedRun(RunSettings settings, double score, IReadOnlyList<string> better, int alone) =>
        (Settings, Score, Better, Alone) = (settings, score, better, alone);

    /// <summary>The model's name.</summary>
    public string Model => Settings.Model;

    /// <summary>The mean score over the questions for which both runs have a score, 0 to 1.</summary>
    public double Score { get; }

    /// <summary>The ids of the questions for which this run has the higher score.</summary>
    public IReadOnlyList<string> Better { get; }

    /// <summary>The number of questions for which only this run has a score; they are left out.</summary>
    public int Alone { get; }

    internal RunSettings Settings { get; }
}
