using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>Two runs of one benchmark over the questions both answered.</summary>
internal sealed record Comparison
{
    public required (RunSettings First, RunSettings Second) Settings { get; init; }

    /// <summary>Questions both runs have a score for.</summary>
    public required int Shared { get; init; }

    /// <summary>Questions only one of the runs has a score for; they are left out.</summary>
    public required (int First, int Second) Alone { get; init; }

    /// <summary>The means over the shared questions, 0 to 1.</summary>
    public required (double First, double Second) Score { get; init; }

    /// <summary>The 95 % interval of second minus first, by the paired bootstrap.</summary>
    public required (double Low, double High) Difference { get; init; }

    /// <summary>Which test <see cref="P"/> is of.</summary>
    public required string Test { get; init; }

    /// <summary>How probable a difference at least this large is when there is none.</summary>
    public required double P { get; init; }

    /// <summary>Questions the first run has better, and those the second has better.</summary>
    public required (IReadOnlyList<string> First, IReadOnlyList<string> Second) Better { get; init; }

    /// <summary>Reads two folders of runs and compares them.</summary>
    /// <exception cref="EvaluationException">One holds no run, they are of different benchmarks or data, or they share no question.</exception>
    public static async Task<Comparison> ReadAsync(string first, string second, CancellationToken cancellationToken)
    {
        var (one, two) = (new RunFolder(first), new RunFolder(second));
        var (a, b) = (await one.ReadSettingsAsync(cancellationToken).ConfigureAwait(false), await two.ReadSettingsAsync(cancellationToken).ConfigureAwait(false));
        if (a.Task != b.Task || a.DataHash != b.DataHash)
        {
            throw new EvaluationException(a.Task != b.Task
                ? $"{first} is a run of {a.Task} and {second} one of {b.Task}; only runs of one benchmark can be compared."
                : $"{first} and {second} ran over different data ({a.Data} and {b.Data}, by their hashes); run both over the same file.");
        }

        return Create(a, ResultLog.Read(one.Log), b, ResultLog.Read(two.Log));
    }

    /// <summary>Compares two runs.</summary>
    public static Comparison Create(RunSettings first, IReadOnlyList<ItemResult> firstResults, RunSettings second, IReadOnlyList<ItemResult> secondResults)
    {
        var a = Scores(first, firstResults);
        var b = Scores(second, secondResults);
        string[] shared = [.. a.Keys.Where(b.ContainsKey)];
        if (shared.Length == 0)
        {
            throw new EvaluationException("The two runs have no question in common; compare runs over the same data and seed.");
        }

        double[] differences = [.. shared.Select(item => b[item] - a[item])];
        string[] firstBetter = [.. shared.Where(item => a[item] > b[item])];
        string[] secondBetter = [.. shared.Where(item => b[item] > a[item])];
        var binary = shared.All(item => a[item] is 0 or 1 && b[item] is 0 or 1);
        var (low, high, p) = PairedTest.Bootstrap(differences);
        return new Comparison
        {
            Settings = (first, second),
            Shared = shared.Length,
            Alone = (a.Count - shared.Length, b.Count - shared.Length),
            Score = (shared.Average(item => a[item]), shared.Average(item => b[item])),
            Difference = (low, high),
            Test = binary ? "McNemar's exact test" : "paired bootstrap over questions",
            P = binary ? PairedTest.McNemar(firstBetter.Length, secondBetter.Length) : p,
            Better = (firstBetter, secondBetter),
        };
    }

    // A log may hold an answer that failed and, after it, the one that did not.
    private static Dictionary<string, double> Scores(RunSettings settings, IReadOnlyList<ItemResult> results) =>
        EvaluationSummary.ItemScores(results.Where(result => result.Settings == settings.Hash && !result.Failed)).ToDictionary(item => item.Item, item => item.Score, StringComparer.Ordinal);
}
