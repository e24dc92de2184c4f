using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace InternLM3.Benchmarks.Reports;

/// <summary>The tables of a result file.</summary>
internal static class MarkdownTables
{
    /// <summary>The model, the keys with their goals, and every figure beside that of the yardstick of the same name.</summary>
    public static string Of(JsonObject json)
    {
        var text = new StringBuilder();
        var (model, machine) = (json["model"]!, json["machine"]!);
        Line(text, $"Model: {model["shape"]}; {model["weights"]}, {Number(model["bytes"]!.GetValue<double>() / 1e6)} MB.");
        Line(text, $"Machine: {machine["processor"]}, {machine["processors"]} processors, {machine["memory_gib"]} GiB; {machine["system"]}; {machine["runtime"]}; ONNX Runtime {machine["onnxruntime"]}.");
        text.Append('\n');
        var keys = json.Where(pair => pair.Value is JsonValue).ToArray();
        if (keys.Length > 0)
        {
            Line(text, $"| key | value | goal | met |\n|---|---|---|---|");
            foreach (var (key, value) in keys)
            {
                var goal = json["goals"]?[key];
                Line(text, $"| `{key}` | {Number(value!.GetValue<double>())} | {goal?["goal"]} | {(goal is null ? "" : goal["met"]!.GetValue<bool>() ? "yes" : "**no**")} |");
            }

            text.Append('\n');
        }

        var figures = json["figures"]!.AsObject();
        Line(text, $"| figure | median | least to greatest | raw session loop | rounds |\n|---|---|---|---|---|");
        foreach (var (name, figure) in figures.Where(pair => !pair.Key.StartsWith("raw_", StringComparison.Ordinal) || !figures.ContainsKey(pair.Key["raw_".Length..])))
        {
            var raw = figures[$"raw_{name}"];
            Line(text, $"| `{name}` | {Median(figure!)} | {Number(figure!["min"]!.GetValue<double>())} to {Number(figure["max"]!.GetValue<double>())} | {(raw is null ? "" : Median(raw))} | {figure["rounds"]} |");
        }

        return text.ToString();
    }

    /// <summary>A number for people: no more digits than it carries.</summary>
    public static string Number(double value) => value switch
    {
        >= 1e5 or <= -1e5 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 or <= -100 => value.ToString("#,0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Median(JsonNode figure) => Number(figure["median"]!.GetValue<double>());

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
