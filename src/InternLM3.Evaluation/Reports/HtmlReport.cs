using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>
/// Writes a run as one HTML page that loads nothing: its security policy allows only the page's own style and script, by their hashes.
/// </summary>
internal static class HtmlReport
{
    private const int MaxFailures = 500, MaxText = 20_000;
    private static readonly string s_style = Resource("page.css");
    private static readonly string s_script = Resource("page.js");

    /// <summary>The page.</summary>
    public static string Of(EvaluationSummary summary)
    {
        var page = new StringBuilder();
        var title = Html.Escape($"{summary.Task.Title}: {summary.Model}");
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" ");
        page.Append(CultureInfo.InvariantCulture,
            $"content=\"default-src 'none'; style-src '{HashOf(s_style)}'; script-src '{HashOf(s_script)}'\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<style>{s_style}</style>\n</head>\n");
        page.Append(CultureInfo.InvariantCulture,
            $"<body>\n<h1>{title}</h1>\n<p class=\"soft\">{Html.Escape(summary.Task.Protocol)}</p>\n");
        Headline(page, summary);
        foreach (var note in summary.Notes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Html.Escape(note)}</p>\n");
        }

        Section(page, "Figures");
        Table(page, ["", ""], Figures.Counts(summary).Select(row => (string[])[row.Name, row.Value]));
        page.Append("<br>\n");
        Table(page, ["", "median", "95th percentile", "most", "sum"], Figures.Distributions(summary).Select(row => (string[])[
            row.Name, Figures.Number(row.Values.Percentile(50)), Figures.Number(row.Values.Percentile(95)),
            Figures.Number(row.Values.Values[^1]), Figures.Number(row.Values.Total)]));
        if (summary.Categories.Count > 0)
        {
            Section(page, "Subjects");
            page.Append(BarChart.Of(summary.Categories, summary.Task.Card?.Score / 100)).Append('\n');
        }

        Section(page, "Tokens and time");
        page.Append("<div class=\"charts\">\n");
        foreach (var (name, values) in Figures.Distributions(summary))
        {
            page.Append(Histogram.Of(name, values)).Append('\n');
        }

        page.Append("</div>\n");
        Failures(page, summary);
        return page.Append(CultureInfo.InvariantCulture, $"<script>{s_script}</script>\n</body>\n</html>\n").ToString();
    }

    private static void Headline(StringBuilder page, EvaluationSummary summary)
    {
        page.Append("<div class=\"headline\">\n");
        foreach (var (i, (who, score, interval, setting)) in Figures.Scores(summary).Index())
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<div class=\"figure {(i == 0 ? "run" : "card")}\"><span>{Html.Escape(who)}</span><b>{Html.Escape(score)}</b>");
            var (kind, range) = (i == 0 ? summary.Task.Score : "published", interval.Length > 0 ? $", 95 % confidence {interval}" : "");
            page.Append(CultureInfo.InvariantCulture,
                $"<span class=\"soft\">{Html.Escape(kind)}{range}<br>{Html.Escape(setting)}</span></div>\n");
        }

        page.Append("</div>\n");
    }

    private static void Failures(StringBuilder page, EvaluationSummary summary)
    {
        var failures = Figures.Failures(summary).ToArray();
        Section(page, string.Create(CultureInfo.InvariantCulture, $"Failures ({failures.Length})"));
        if (failures.Length == 0)
        {
            page.Append("<p>There are none.</p>\n");
            return;
        }

        if (failures.Length > MaxFailures)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">The first {MaxFailures}; all are in results.jsonl.</p>\n");
        }

        page.Append("<div class=\"filter\">");
        page.Append("<input id=\"search\" type=\"search\" placeholder=\"Search\" aria-label=\"Search the failures\">");
        page.Append("<select id=\"subject\" aria-label=\"Subject\"><option value=\"\">all subjects</option>");
        foreach (var subject in failures.Select(result => result.Category).Where(name => name.Length > 0).Distinct())
        {
            page.Append(CultureInfo.InvariantCulture, $"<option>{Html.Escape(subject)}</option>");
        }

        page.Append("</select><span id=\"count\" class=\"soft\" role=\"status\"></span></div>\n<div id=\"failures\">\n");
        foreach (var result in failures.Take(MaxFailures))
        {
            Failure(page, result);
        }

        page.Append("</div>\n");
    }

    private static void Failure(StringBuilder page, ItemResult result)
    {
        var got = result.Error ?? result.Extracted ?? "nothing could be read from the answer";
        page.Append(CultureInfo.InvariantCulture, $"<details data-subject=\"{Html.Escape(result.Category)}\"><summary>");
        page.Append(CultureInfo.InvariantCulture,
            $"<span class=\"id\">{Html.Escape(result.Item)}{(result.Repeat > 0 ? $", repeat {result.Repeat + 1}" : "")}</span> ");
        page.Append(CultureInfo.InvariantCulture, $"<span class=\"soft\">{Html.Escape(result.Category)}</span> ");
        page.Append(CultureInfo.InvariantCulture,
            $"<span class=\"got\">{Html.Escape(Short(got, 120))}</span> instead of {Html.Escape(Short(result.Gold, 120))}</summary><dl>");
        (string, string?)[] parts =
        [
            ("question", result.Question), ("answer", result.Answer), ("read from the answer", result.Extracted),
            ("right answer", result.Gold), ("error", result.Error),
        ];
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                page.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{Html.Escape(Short(value, MaxText))}</dd>");
            }
        }

        page.Append("</dl></details>\n");
    }

    private static void Section(StringBuilder page, string title) =>
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Html.Escape(title)}</h2>\n");

    private static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        page.Append("<div class=\"scroll\"><table>");
        if (head.Any(name => name.Length > 0))
        {
            page.Append("<thead><tr>")
                .AppendJoin("", head.Select((name, i) => $"<th{Number(i)}>{Html.Escape(name)}</th>"))
                .Append("</tr></thead>");
        }

        page.Append("<tbody>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select((value, i) => $"<td{Number(i)}>{Html.Escape(value)}</td>")).Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Number(int column) => column > 0 ? " class=\"number\"" : "";

    private static string Short(string text, int length) => text.Length > length ? text[..length] + "…" : text;

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(typeof(HtmlReport), name)!);
        return reader.ReadToEnd();
    }
}
