using System.Globalization;
using System.Text;
using System.Text.Json;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>Two runs side by side.</summary>
internal static class ComparisonReport
{
    private const double Level = 0.05;
    private const int MaxItems = 30;

    /// <summary>As Markdown.</summary>
    public static string Markdown(Comparison comparison)
    {
        var (first, second) = comparison.Settings;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {MarkdownReport.Cell(first.Task)}: two runs over the same {comparison.Shared} questions\n\n");
        MarkdownReport.Table(text, ["", "model", "setting", "score", "better on"],
        [
            ["first", first.Model, Setting(first), Figures.Score(comparison.Score.First), $"{comparison.Better.First.Count} questions"],
            ["second", second.Model, Setting(second), Figures.Score(comparison.Score.Second), $"{comparison.Better.Second.Count} questions"],
        ]);
        text.Append(CultureInfo.InvariantCulture, $"Second minus first: {Signed(comparison.Score.Second - comparison.Score.First)}, 95 % confidence {Signed(comparison.Difference.Low)} to {Signed(comparison.Difference.High)} (paired bootstrap over questions, 10,000 resamples).\n");
        text.Append(CultureInfo.InvariantCulture, $"{comparison.Test}, two-sided: p = {comparison.P:0.####}, {(comparison.P < Level ? "a significant difference" : "no significant difference")} at 5 %.\n");
        if (comparison.Alone is not (0, 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"Left out: {comparison.Alone.First} questions only the first run answered, {comparison.Alone.Second} only the second.\n");
        }

        Items(text, "first", comparison.Better.First);
        Items(text, "second", comparison.Better.Second);
        return text.ToString();
    }

    /// <summary>As one JSON object; scores are out of 100.</summary>
    public static string Json(Comparison comparison)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("task", comparison.Settings.First.Task);
            json.WriteString("first_model", comparison.Settings.First.Model);
            json.WriteString("second_model", comparison.Settings.Second.Model);
            json.WriteNumber("questions", comparison.Shared);
            json.WriteNumber("first_score", Math.Round(100 * comparison.Score.First, 4));
            json.WriteNumber("second_score", Math.Round(100 * comparison.Score.Second, 4));
            json.WriteNumber("difference_low", Math.Round(100 * comparison.Difference.Low, 4));
            json.WriteNumber("difference_high", Math.Round(100 * comparison.Difference.High, 4));
            json.WriteNumber("first_better", comparison.Better.First.Count);
            json.WriteNumber("second_better", comparison.Better.Second.Count);
            json.WriteString("test", comparison.Test);
            json.WriteNumber("p", comparison.P);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Items(StringBuilder text, string which, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            var rest = items.Count > MaxItems ? $" and {items.Count - MaxItems} more" : "";
            text.Append(CultureInfo.InvariantCulture, $"Better in the {which}: {string.Join(", ", items.Take(MaxItems).Select(MarkdownReport.Cell))}{rest}.\n");
        }
    }

    private static string Setting(Running.RunSettings settings) =>
        string.Join(", ", ((string?[])[settings.Thinking is { } effort ? $"thinking ({effort})" : null, settings.Tools ? "with functions" : null, settings.Temperature == 0 ? "greedy" : "sampled"]).OfType<string>());

    private static string Signed(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
