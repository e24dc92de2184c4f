using System.Globalization;
using System.Text;
using InternLM3.Evaluation;
using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;

namespace InternLM3.Cli.Eval;

/// <summary>The text that <c>eval</c> prints.</summary>
internal static class EvalText
{
    /// <summary>The score beside the card's, the subjects, and the paths of the reports.</summary>
    public static string Of(EvaluationSummary summary, string folder)
    {
        var text = new StringBuilder(TextReport.Of(summary));
        var programs = summary.Task.SamplesFile is { } samples ? $"; programs: {samples}" : "";
        Line(text, $"Reports: {Path.Combine(folder, "report.html")}, report.md, report.json; answers: results.jsonl{programs}");
        return text.ToString();
    }

    /// <summary>The list of benchmarks.</summary>
    public static string Tasks()
    {
        var text = new StringBuilder();
        foreach (var task in EvaluationTasks.All)
        {
            Line(text, $"{task.Name}: {task.Title}{(task.Card is { } card ? $", model card {card.Score:0.0} ({card.Setting})" : "")}");
            Line(text, $"  {task.Protocol}");
            if (task.Data is { } data)
            {
                var rows = data.Count is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count:#,0} rows") : "";
                Line(text, $"  --data {data.Source}{rows}: {data.Describe()}");
            }
            else
            {
                Line(text, $"  generated here; no data");
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
