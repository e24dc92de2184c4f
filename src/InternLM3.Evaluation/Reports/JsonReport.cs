using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InternLM3.Evaluation.Results;
using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Reports;

/// <summary>Writes a run as one JSON object, the content of <c>report.json</c>. The answers are in the result log.</summary>
public static class JsonReport
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The report as JSON; scores are out of 100.</summary>
    public static string Of(EvaluationSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            json.WriteStartObject();
            json.WriteString("task", summary.Task.Name);
            json.WriteString("model", summary.Model);
            Number(json, "score", 100 * summary.Score);
            Number(json, "low", 100 * summary.Interval?.Low);
            Number(json, "high", 100 * summary.Interval?.High);
            Number(json, "model_card", summary.Task.Card?.Score);
            json.WriteNumber("questions", summary.Questions);
            json.WriteNumber("answers", summary.Results.Count);
            json.WriteNumber("failed", summary.Failed);
            json.WriteStartObject("measures");
            foreach (var (name, value) in summary.Measures)
            {
                Number(json, name, 100 * value);
            }

            json.WriteEndObject();
            json.WriteStartArray("repeats");
            foreach (var score in summary.RepeatScores)
            {
                json.WriteNumberValue(Math.Round(100 * score, 4));
            }

            json.WriteEndArray();
            json.WriteStartArray("subjects");
            foreach (var category in summary.Categories)
            {
                json.WriteStartObject();
                json.WriteString("name", category.Name);
                json.WriteNumber("questions", category.Questions);
                Number(json, "score", 100 * category.Score);
                Number(json, "low", 100 * category.Interval.Low);
                Number(json, "high", 100 * category.Interval.High);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("distributions");
            foreach (var (name, values) in Figures.Distributions(summary))
            {
                json.WriteStartObject(name);
                Number(json, "median", values.Percentile(50));
                Number(json, "p95", values.Percentile(95));
                Number(json, "max", values.Values[^1]);
                Number(json, "sum", values.Total);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartArray("notes");
            foreach (var note in summary.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteString("settings_hash", summary.Settings.Hash);
            json.WritePropertyName("settings");
            JsonSerializer.Serialize(json, summary.Settings, LogJson.Readable.RunSettings);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Round(number, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
