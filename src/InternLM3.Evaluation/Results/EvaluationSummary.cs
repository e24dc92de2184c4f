using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>The results of a run. Immutable.</summary>
public sealed class EvaluationSummary
{
    private EvaluationSummary(EvaluationTask task, RunSettings settings, IReadOnlyList<ItemResult> results) =>
        (Task, Settings, Results) = (task, settings, results);

    /// <summary>The benchmark.</summary>
    public EvaluationTask Task { get; }

    /// <summary>The model's name.</summary>
    public string Model => Settings.Model;

    /// <summary>Every answer, in the order of the questions, repeat after repeat.</summary>
    public IReadOnlyList<ItemResult> Results { get; }

    /// <summary>The score, 0 to 1; null when the answers could not be graded here.</summary>
    public double? Score { get; private init; }

    /// <summary>The 95 % confidence interval of the score.</summary>
    public Interval? Interval { get; private init; }

    /// <summary>The scores of the subjects, in the order of the questions; empty when there are no subjects.</summary>
    public IReadOnlyList<CategoryScore> Categories { get; private init; } = [];

    /// <summary>Further figures, 0 to 1, by name.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; private init; } = new Dictionary<string, double>();

    /// <summary>The mean score of each repeat, 0 to 1; a single one when each question was asked once.</summary>
    public IReadOnlyList<double> RepeatScores { get; private init; } = [];

    /// <summary>The number of questions with a score.</summary>
    public int Questions { get; private init; }

    /// <summary>The number of answers that failed through no fault of the model; they are not in the score.</summary>
    public int Failed => Results.Count(result => result.Failed);

    /// <summary>Sentences that say why the score cannot be compared with the card's.</summary>
    public IReadOnlyList<string> Notes => Settings.Notes;

    internal RunSettings Settings { get; }

    internal static EvaluationSummary Create(EvaluationTask task, RunSettings settings, IReadOnlyList<ItemResult> results)
    {
        var scored = results.Where(result => result.Score is not null).ToArray();
        var questions = ItemScores(scored);
        var categories = questions.GroupBy(question => question.Category, question => question.Score)
            .Select(group => (group.Key, Scores: group.ToArray())).ToArray();
        double[] scores = [.. questions.Select(question => question.Score)];
        return new EvaluationSummary(task, settings, results)
        {
            Questions = scores.Length,
            Score = scores.Length == 0 ? null
                : task.IsMeanOfCategories ? categories.Average(category => category.Scores.Average())
                : scores.Average(),
            Interval = scores.Length == 0 ? null
                : task.IsMeanOfCategories
                ? Evaluation.Results.Interval.OfMeanOfMeans([.. categories.Select(category => category.Scores)])
                : Evaluation.Results.Interval.OfMean(scores),
            Categories = categories is [{ Key: "" }] ? [] : [.. categories.Select(category => new CategoryScore(
                category.Key,
                category.Scores.Length,
                category.Scores.Average(),
                Evaluation.Results.Interval.OfMean(category.Scores)))],
            Measures = MeasuresOf(scored),
            RepeatScores = [.. scored
                .GroupBy(result => result.Repeat)
                .OrderBy(group => group.Key)
                .Select(group => group.Average(result => result.Score!.Value))],
        };
    }

    /// <summary>The mean over the repeats of each question.</summary>
    internal static IReadOnlyList<(string Item, string Category, double Score)> ItemScores(IEnumerable<ItemResult> results) =>
        [.. results.Where(result => result.Score is not null).GroupBy(result => result.Item)
            .Select(group => (group.Key, group.First().Category, group.Average(result => result.Score!.Value)))];

    private static Dictionary<string, double> MeasuresOf(IEnumerable<ItemResult> results) =>
        results.SelectMany(result => result.Measures ?? new Dictionary<string, Measure>()).GroupBy(pair => pair.Key, pair => pair.Value)
            .Where(group => group.Sum(measure => measure.Count) > 0)
            .ToDictionary(
                group => group.Key,
                group => group.Sum(measure => measure.Sum) / group.Sum(measure => measure.Count),
                StringComparer.Ordinal);
}
