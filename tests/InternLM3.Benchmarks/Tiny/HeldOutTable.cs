using System.Globalization;
using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Benchmarks.Tiny;

/// <summary>Runs as a Markdown table by ability: the first with Wilson's 95 % interval, the others as rates.</summary>
internal static class HeldOutTable
{
    // What issue 4 of this repository set as goals on held-out items, in percent.
    private static readonly Dictionary<string, int> s_goals = new()
    {
        ["tool call"] = 95, ["result used"] = 97, ["thinking, English"] = 90, ["thinking, Chinese"] = 90, ["documents, right citation"] = 92, ["documents, declined"] = 85,
        ["memory"] = 97, ["JSON"] = 95, ["outside, English"] = 90, ["outside, Chinese"] = 90,
    };

    /// <summary>Writes the table.</summary>
    /// <param name="runs">The runs under their names; at least one, of the same items.</param>
    public static string Write(IReadOnlyList<(string Name, HeldOutRun Run)> runs)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"| ability | items | goal | {runs[0].Name} | 95 % interval |");
        table.AppendLine(string.Concat(runs.Skip(1).Select(run => $" {run.Name} |"))).Append("|---|---|---|---|---|").AppendLine(string.Concat(runs.Skip(1).Select(_ => "---|")));
        foreach (var scores in runs[0].Run.Scores)
        {
            var (rates, interval) = (runs.Select(run => run.Run.Scores[scores.Key].Average()).ToArray(), Interval.OfMean([.. scores]));
            var goal = s_goals.TryGetValue(scores.Key, out var percent) ? $"{percent} %" : "-";
            table.Append(CultureInfo.InvariantCulture, $"| {scores.Key} | {scores.Count()} | {goal} | {Percent(rates[0])} | {100 * interval.Low:0} to {100 * interval.High:0} % |")
                .AppendLine(string.Concat(rates.Skip(1).Select(rate => $" {Percent(rate)} |")));
        }

        return table.ToString();
    }

    private static string Percent(double rate) => string.Create(CultureInfo.InvariantCulture, $"{100 * rate:0.0} %");
}
