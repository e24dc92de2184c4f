using System.Diagnostics;
using System.Text.Json.Nodes;

namespace InternLM3.Benchmarks.Compare;

/// <summary>
/// llama.cpp's own measuring tools as child processes, so that they alternate with ours. A load and a warm-up come before each of their
/// figures and are not in it.
/// </summary>
/// <param name="folder">Where llama-bench and llama-batched-bench are.</param>
/// <param name="model">A .gguf file; <c>synth --format gguf</c> writes one of the same shape.</param>
/// <param name="threads">Threads.</param>
internal sealed class LlamaTools(string folder, string model, int threads)
{
    /// <summary>The command of a decode of one stream.</summary>
    public string[] DecodeCommand(int newTokens, int depth) => ["llama-bench", "-m", model, "-t", $"{threads}", "-p", "0", "-n", $"{newTokens}", "-d", $"{depth}", "-r", "1", "-o", "json"];

    /// <summary>The command of a prefill.</summary>
    public string[] PrefillCommand(int tokens) => ["llama-bench", "-m", model, "-t", $"{threads}", "-p", $"{tokens}", "-n", "0", "-r", "1", "-o", "json"];

    /// <summary>The command of several streams.</summary>
    public string[] StreamsCommand(int streams, int prompt, int newTokens) =>
        ["llama-batched-bench", "-m", model, "-t", $"{threads}", "-tb", $"{threads}", "-c", $"{streams * (prompt + newTokens + 8)}", "-npp", $"{prompt}", "-ntg", $"{newTokens}", "-npl", $"{streams}", "--output-format", "jsonl"];

    /// <summary>Runs a command and gives its tokens a second.</summary>
    public async Task<double> MeasureAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, command[0]), command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0 ? Parse(output)
            : throw new InternLM3Exception($"{string.Join(' ', command)} ended with {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim().Split('\n')[^1]}");
    }

    /// <summary>The tokens a second in either tool's output: <c>avg_ts</c> of llama-bench, <c>speed_tg</c> of llama-batched-bench.</summary>
    internal static double Parse(string output)
    {
        if (output.TrimStart().StartsWith('['))
        {
            return JsonNode.Parse(output)![0]!["avg_ts"]!.GetValue<double>();
        }

        var line = output.Split('\n').First(line => line.Contains("speed_tg", StringComparison.Ordinal));
        return JsonNode.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..])!["speed_tg"]!.GetValue<double>();
    }
}
