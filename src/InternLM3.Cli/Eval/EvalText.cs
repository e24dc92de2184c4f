using System.Globalization;
using System.Text;
using InternLM3.Evaluation;
using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;

namespace InternLM3.Cli.Eval;

/// <summary>What <c>eval</c> prints for people.</summary>
internal static class EvalText
{
    /// <summary>The score beside the card's, the subjects, and where the reports are.</summary>
    public static string Of(EvaluationSummary summary, string folder)
    {
        var text = new StringBuilder(TextReport.Of(summary));
        Line(text, $"Reports: {Path.Combine(folder, "report.html")}, report.md, report.json; answers: results.jsonl{(summary.Task.SamplesFile is { } samples ? $"; programs: {samples}" : "")}");
        return text.ToString();
    }

    /// <summary>The benchmarks.</summary>
    public static string Tasks()
    {
        var text = new StringBuilder();
        foreach (var task in EvaluationTasks.All)
        {
            Line(text, $"{task.Name}: {task.Title}{(task.Card is { } card ? $", model card {card.Score:0.0} ({card.Setting})" : "")}");
            Line(text, $"  {task.Protocol}");
            Line(text, $"  {(task.Data is { } data ? $"--data {data.Source}{(data.Count is { } count ? $", {count:#,0} rows" : "")}: {data.Describe()}" : "generated here; no data")}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
