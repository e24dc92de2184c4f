using System.Text.Json;

namespace InternLM3.Evaluation.Running;

/// <summary>The files of a run: settings, result log, reports.</summary>
internal sealed class RunFolder(string path)
{
    public string Log => Path.Combine(path, "results.jsonl");

    public string Settings => Path.Combine(path, "run.json");

    /// <summary>The path of another file of the run.</summary>
    public string this[string name] => Path.Combine(path, name);

    /// <summary>Creates the folder if needed and writes the settings.</summary>
    /// <exception cref="EvaluationException">The folder has a run that is not to be resumed, or one with other settings.</exception>
    public async Task PrepareAsync(RunSettings settings, bool resume, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        if (File.Exists(Settings))
        {
            var earlier = await ReadSettingsAsync(cancellationToken).ConfigureAwait(false);
            if (!resume)
            {
                throw new EvaluationException($"{path} holds a run of {earlier.Task}; resume it (--resume), or choose another folder.");
            }

            if (earlier.Hash != settings.Hash)
            {
                throw new EvaluationException($"{path} holds a run with other settings ({Difference(earlier, settings)}); "
                    + "choose another folder, or the same settings.");
            }
        }

        // Written under another name and moved, so that a kill leaves the old or the new file.
        var temporary = Settings + ".new";
        var json = JsonSerializer.SerializeToUtf8Bytes(settings, LogJson.Readable.RunSettings);
        await File.WriteAllBytesAsync(temporary, json, cancellationToken).ConfigureAwait(false);
        File.Move(temporary, Settings, overwrite: true);
    }

    /// <summary>Reads the settings of the run in the folder.</summary>
    /// <exception cref="EvaluationException">The folder has no run, or its settings cannot be read.</exception>
    public async Task<RunSettings> ReadSettingsAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Settings))
        {
            throw new EvaluationException($"{path}: there is no run here; give the folder that internlm3 eval --out wrote.");
        }

        try
        {
            var json = await File.ReadAllBytesAsync(Settings, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(json, LogJson.Default.RunSettings)!;
        }
        catch (JsonException e)
        {
            throw new EvaluationException($"{Settings}: these are no settings of a run; choose another folder.", e);
        }
    }

    private static string Difference(RunSettings earlier, RunSettings settings)
    {
        var (before, now) = (Fields(earlier), Fields(settings));
        return string.Join("; ", before.Keys.Union(now.Keys).Where(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key} was {before.GetValueOrDefault(key) ?? "not set"} and is {now.GetValueOrDefault(key) ?? "not set"}"));
    }

    private static Dictionary<string, string> Fields(RunSettings settings)
    {
        var same = settings with { Repeats = 0, Items = 0, Limit = null, Notes = [], Data = null };
        return JsonSerializer.SerializeToElement(same, LogJson.Default.RunSettings).EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetRawText(), StringComparer.Ordinal);
    }
}
