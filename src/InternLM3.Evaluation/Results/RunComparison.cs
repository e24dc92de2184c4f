using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Results;

/// <summary>The comparison of two runs of one benchmark over the questions both answered. Immutable.</summary>
public sealed class RunComparison
{
    private RunComparison(ComparedRun first, ComparedRun second) => (First, Second) = (first, second);

    /// <summary>The benchmark's name.</summary>
    public string Task => First.Settings.Task;

    /// <summary>The first run.</summary>
    public ComparedRun First { get; }

    /// <summary>The second run.</summary>
    public ComparedRun Second { get; }

    /// <summary>The number of questions for which both runs have a score.</summary>
    public int Shared { get; private init; }

    /// <summary>The 95 % confidence interval of second minus first, -1 to 1, by the paired bootstrap over questions.</summary>
    public Interval Difference { get; private init; }

    /// <summary>The test that gave <see cref="P"/>: McNemar's when every answer is right or wrong, otherwise the bootstrap.</summary>
    public string Test { get; private init; } = "";

    /// <summary>The two-sided p-value: the probability of a difference at least this large when the models do not differ.</summary>
    public double P { get; private init; }

    /// <summary>
    /// Reads two folders written by <see cref="Evaluator.RunAsync"/> and compares their runs; an unfinished run counts with its answers so
    /// far.
    /// </summary>
    /// <param name="first">The folder of a run.</param>
    /// <param name="second">The folder of another run over the same data.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="EvaluationException">
    /// A folder has no run, the runs are of different benchmarks or data, or they share no question.
    /// </exception>
    public static async Task<RunComparison> ReadAsync(string first, string second, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        ArgumentException.ThrowIfNullOrWhiteSpace(second);
        var (one, two) = (new RunFolder(first), new RunFolder(second));
        var a = await one.ReadSettingsAsync(cancellationToken).ConfigureAwait(false);
        var b = await two.ReadSettingsAsync(cancellationToken).ConfigureAwait(false);
        if (a.Task != b.Task || a.DataHash != b.DataHash)
        {
            throw new EvaluationException(a.Task != b.Task
                ? $"{first} is a run of {a.Task} and {second} one of {b.Task}; only runs of one benchmark can be compared."
                : $"{first} and {second} ran over different data ({a.Data} and {b.Data}, by their hashes); run both over the same file.");
        }

        return Create(a, ResultLog.Read(one.Log), b, ResultLog.Read(two.Log));
    }

    /// <summary>Compares two runs.</summary>
    internal static RunComparison Create(
        RunSettings first,
        IReadOnlyList<ItemResult> firstResults,
        RunSettings second,
        IReadOnlyList<ItemResult> secondResults)
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
        return new RunComparison(
            new ComparedRun(first, shared.Average(item => a[item]), firstBetter, a.Count - shared.Length),
            new ComparedRun(second, shared.Average(item => b[item]), secondBetter, b.Count - shared.Length))
        {
            Shared = shared.Length,
            Difference = new Interval(low, high),
            Test = binary ? "McNemar's exact test" : "paired bootstrap over questions",
            P = binary ? PairedTest.McNemar(firstBetter.Length, secondBetter.Length) : p,
        };
    }

    // A log may have a failed answer and, after it, a valid one to the same question.
    private static Dictionary<string, double> Scores(RunSettings settings, IReadOnlyList<ItemResult> results) =>
        EvaluationSummary.ItemScores(results.Where(result => result.Settings == settings.Hash && !result.Failed))
            .ToDictionary(item => item.Item, item => item.Score, StringComparer.Ordinal);
}
