using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>Writes a run as Markdown.</summary>
internal static class MarkdownReport
{
    private const int MaxFailures = 20;

    /// <summary>The report.</summary>
    public static string Of(EvaluationSummary summary)
    {
        var text = new StringBuilder();
        Line(text, $"# {Cell(summary.Task.Title)}: {Cell(summary.Model)}\n");
        Line(text, $"{Cell(summary.Task.Protocol)}\n");
        Table(text, ["", summary.Task.Score, "95 % confidence", "setting"],
            Figures.Scores(summary).Select(row => (string[])[row.Who, row.Score, row.Interval, row.Setting]));
        foreach (var note in summary.Notes)
        {
            Line(text, $"- {Cell(note)}");
        }

        Line(text, summary.Notes.Count > 0 ? "\n## Figures\n" : "## Figures\n");
        Table(text, ["", ""], Figures.Counts(summary).Select(row => (string[])[row.Name, row.Value]));
        Table(text, ["", "median", "95th percentile", "most", "sum"], Figures.Distributions(summary).Select(row => (string[])[
            row.Name, Figures.Number(row.Values.Percentile(50)), Figures.Number(row.Values.Percentile(95)),
            Figures.Number(row.Values.Values[^1]), Figures.Number(row.Values.Total)]));
        if (summary.Categories.Count > 0)
        {
            Line(text, "## Subjects\n");
            Table(text, ["subject", "questions", summary.Task.Score, "95 % confidence"], summary.Categories.Select(category => (string[])[
                category.Name, Figures.Number(category.Questions), Figures.Score(category.Score), Figures.Range(category.Interval)]));
        }

        var failures = Figures.Failures(summary).ToArray();
        if (failures.Length > 0)
        {
            Line(text, $"## Failures\n\n{Math.Min(failures.Length, MaxFailures)} of {failures.Length}; the HTML report has the answers.\n");
            Table(text, ["question", "subject", "right answer", "read from the answer", "error"],
                failures.Take(MaxFailures).Select(result => (string[])[
                    result.Item, result.Category, Short(result.Gold), Short(result.Extracted ?? "nothing"), result.Error ?? ""]));
        }

        return text.ToString();
    }

    /// <summary>Writes a table.</summary>
    internal static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows)
    {
        Line(text, $"| {string.Join(" | ", head.Select(Cell))} |");
        Line(text, $"|{string.Concat(head.Select(_ => "---|"))}");
        foreach (var row in rows)
        {
            Line(text, $"| {string.Join(" | ", row.Select(Cell))} |");
        }

        text.Append('\n');
    }

    /// <summary>Escapes text for a cell, so that a model's output can neither end the cell nor begin markup.</summary>
    internal static string Cell(string value)
    {
        var cell = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\r' or '\n' or '\t' => cell.Append(' '),
                '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '~' or '$' => cell.Append('\\').Append(c),
                '<' => cell.Append("&lt;"),
                '>' => cell.Append("&gt;"),
                '&' => cell.Append("&amp;"),
                _ => cell.Append(c),
            };
        }

        return cell.ToString();
    }

    private static string Short(string value) => value.Length > 80 ? value[..80] + "..." : value;

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
