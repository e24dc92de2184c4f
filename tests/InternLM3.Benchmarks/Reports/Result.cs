using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.Reports;

/// <summary>What a run found, as a table and as a JSON file.</summary>
/// <param name="figures">The figures.</param>
/// <param name="summary">The keys made of them, with goals.</param>
/// <param name="folder">The model folder.</param>
internal sealed class Result(Figures figures, IEnumerable<(string Key, double Value, string Goal, bool? Met)> summary, string folder)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Prints the tables and writes the file, if there is one; keys the file has of other runs are kept.</summary>
    public async Task WriteAsync(TextWriter output, string? file, CancellationToken cancellationToken)
    {
        var text = ToJson(file is not null && File.Exists(file)
            ? JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false))!.AsObject() : []).ToJsonString(s_indented);
        await output.WriteAsync(MarkdownTables.Of(JsonNode.Parse(text)!.AsObject())).ConfigureAwait(false);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, text + "\n", cancellationToken).ConfigureAwait(false);
        }
    }

    private JsonObject ToJson(JsonObject json)
    {
        json["model"] = Model();
        json["machine"] = Machine.Describe();
        foreach (var (key, value, goal, met) in summary)
        {
            json[key] = Figures.Round(value);
            if (met is not null)
            {
                var goals = json["goals"] as JsonObject ?? [];
                json["goals"] = goals;
                goals[key] = new JsonObject { ["goal"] = goal, ["met"] = met };
            }
        }

        var all = json["figures"] as JsonObject ?? [];
        json["figures"] = all;
        foreach (var (name, figure) in figures.ToJson())
        {
            all[name] = figure!.DeepClone();
        }

        return json;
    }

    // The numbers that say which model it was; a folder's name says nothing to others.
    private JsonObject Model()
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "internlm3.manifest.json")))!;
        var block = manifest["settings"]?["block_size"]?.ToString();
        return new JsonObject
        {
            ["shape"] = string.Create(CultureInfo.InvariantCulture,
                $"{config["num_hidden_layers"]} layers, hidden {config["hidden_size"]}, {config["num_attention_heads"]} heads over {config["num_key_value_heads"]}, intermediate {config["intermediate_size"]}, vocabulary {config["vocab_size"]}"),
            ["weights"] = block is null or "0" ? manifest["precision"]!.ToString() : $"{manifest["precision"]}, block {block}",
            ["bytes"] = new FileInfo(Path.Combine(folder, "model.onnx.data")).Length,
        };
    }
}
