using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>Reports the comparison of two runs, as printed by <c>internlm3 eval compare</c>.</summary>
public static class ComparisonReport
{
    private const double Level = 0.05;
    private const int MaxItems = 30;

    /// <summary>The comparison as Markdown.</summary>
    public static string Markdown(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (first, second) = (comparison.First, comparison.Second);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"# {MarkdownReport.Cell(comparison.Task)}: two runs over the same {comparison.Shared} questions\n\n");
        MarkdownReport.Table(text, ["", "model", "setting", "score", "better on"],
        [
            ["first", first.Model, Setting(first.Settings), Figures.Score(first.Score), $"{first.Better.Count} questions"],
            ["second", second.Model, Setting(second.Settings), Figures.Score(second.Score), $"{second.Better.Count} questions"],
        ]);
        var range = $"{Signed(comparison.Difference.Low)} to {Signed(comparison.Difference.High)}";
        text.Append(CultureInfo.InvariantCulture, $"Second minus first: {Signed(second.Score - first.Score)}, ");
        text.Append(CultureInfo.InvariantCulture,
            $"95 % confidence {range} (paired bootstrap over questions, 10,000 resamples).\n");
        var significance = comparison.P < Level ? "a significant difference" : "no significant difference";
        text.Append(CultureInfo.InvariantCulture, $"{comparison.Test}, two-sided: p = {comparison.P:0.####}, {significance} at 5 %.\n");
        if ((first.Alone, second.Alone) is not (0, 0))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"Left out: {first.Alone} questions only the first run answered, {second.Alone} only the second.\n");
        }

        Items(text, "first", first.Better);
        Items(text, "second", second.Better);
        return text.ToString();
    }

    /// <summary>The comparison as one JSON object; scores are out of 100.</summary>
    public static string Json(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("task", comparison.Task);
            json.WriteString("first_model", comparison.First.Model);
            json.WriteString("second_model", comparison.Second.Model);
            json.WriteNumber("questions", comparison.Shared);
            json.WriteNumber("first_score", Math.Round(100 * comparison.First.Score, 4));
            json.WriteNumber("second_score", Math.Round(100 * comparison.Second.Score, 4));
            json.WriteNumber("difference_low", Math.Round(100 * comparison.Difference.Low, 4));
            json.WriteNumber("difference_high", Math.Round(100 * comparison.Difference.High, 4));
            json.WriteNumber("first_better", comparison.First.Better.Count);
            json.WriteNumber("second_better", comparison.Second.Better.Count);
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
            text.Append(CultureInfo.InvariantCulture,
                $"Better in the {which}: {string.Join(", ", items.Take(MaxItems).Select(MarkdownReport.Cell))}{rest}.\n");
        }
    }

    private static string Setting(Running.RunSettings settings) => string.Join(", ", ((string?[])[
        settings.Thinking is { } effort ? $"thinking ({effort})" : null,
        settings.Tools ? "with functions" : null,
        settings.Temperature == 0 ? "greedy" : "sampled",
    ]).OfType<string>());

    private static string Signed(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
