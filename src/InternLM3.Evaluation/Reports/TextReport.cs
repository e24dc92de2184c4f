using System.Globalization;
using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>Writes a run as a few lines of text, for a terminal.</summary>
public static class TextReport
{
    /// <summary>The score and the card's score, the subjects, the figures and the notes, one per line.</summary>
    public static string Of(EvaluationSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var text = new StringBuilder();
        foreach (var (who, score, interval, setting) in Figures.Scores(summary))
        {
            Line(text, $"{who}: {score}{(interval.Length > 0 ? $" ({interval})" : "")}  {setting}");
        }

        foreach (var category in summary.Categories)
        {
            Line(text, $"  {category.Name}: {Figures.Score(category.Score)} of {category.Questions} questions");
        }

        foreach (var (name, value) in Figures.Counts(summary))
        {
            Line(text, $"{name}: {value}");
        }

        foreach (var note in summary.Notes)
        {
            Line(text, $"Note: {note}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
