using System.CommandLine;
using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using InternLM3.Benchmarks.Raw;
using InternLM3.Benchmarks.Reports;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Benchmarks.Conversion;

/// <summary>
/// <c>prepack</c>: what it would give to keep the weights as ONNX Runtime lays them out for its kernels (session.save_external_prepacked_constant_initializers):
/// time of a load, of a load with its first token, and memory that is not a file's, with and without.
/// </summary>
internal static class PrepackCommand
{
    private const string Weights = "prepacked.onnx.data";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var model = new Option<DirectoryInfo>("--model") { Description = "A model folder.", Required = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "A folder for the graph with prepacked weights; it must not exist.", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "Rounds.", DefaultValueFactory = _ => 5 };
        var command = new Command("prepack", "Measures loads with and without saved prepacked weights.") { model, folder, rounds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (source, target) = (parsed.GetValue(model)!.FullName, parsed.GetValue(folder)!.FullName);
            var figures = new Figures();
            var start = Stopwatch.GetTimestamp();
            Save(Path.Combine(source, "engine.onnx"), target);
            figures.Add("save_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
            figures.Add("plain_bytes", new FileInfo(Path.Combine(source, "model.onnx.data")).Length);
            figures.Add("prepacked_bytes", Directory.GetFiles(target).Sum(file => new FileInfo(file).Length));
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                Load(source, Path.Combine(source, "engine.onnx"), "plain", figures);
                Load(source, Path.Combine(target, "engine.onnx"), "prepacked", figures);
            }

            await new Result(figures, [], source).WriteAsync(Console.Out, null, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static void Save(string graph, string target)
    {
        Directory.CreateDirectory(target);
        using var options = new SessionOptions
        {
            OptimizedModelFilePath = Path.Combine(target, "engine.onnx"), GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        };
        options.AddSessionConfigEntry("session.save_external_prepacked_constant_initializers", "1");
        options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", Weights);
        new InferenceSession(graph, options).Dispose();
    }

    private static void Load(string folder, string graph, string name, Figures figures)
    {
        var before = AnonymousMemory.Now();
        var start = Stopwatch.GetTimestamp();
        using var session = new RawSession(folder, slots: 1, capacity: 256, threads: 2, graph);
        figures.Add($"{name}_load_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
        figures.Add($"{name}_anonymous_bytes", AnonymousMemory.Now() - before);
        session.Prefill(0, [1, 2, 3, 4], chunkSize: 4);
        figures.Add($"{name}_first_token_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
        int[] tokens = [5], lengths = [4];
        start = Stopwatch.GetTimestamp();
        session.Decode(tokens, lengths, steps: 64);
        figures.Add($"{name}_decode_tok_s", 64 / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
