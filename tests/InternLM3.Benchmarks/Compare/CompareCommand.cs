using System.CommandLine;
using System.Diagnostics;
using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Benchmarks.Measuring;
using InternLM3.Benchmarks.Reports;
using InternLM3.Onnx;

namespace InternLM3.Benchmarks.Compare;

/// <summary><c>compare</c>: the same work on ours, on ONNX Runtime GenAI over the same weights, and on llama.cpp over a model of the same shape.</summary>
internal static class CompareCommand
{
    private static readonly (string Name, Func<Subject, Competitors, Figures, CancellationToken, Task> RunAsync)[] s_parts =
    [
        ("decode", CompareParts.DecodeAsync), ("streams", CompareParts.StreamsAsync), ("prefill", CompareParts.PrefillAsync), ("turns", CompareParts.TurnsAsync),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var options = new MeasureOptions();
        var only = new Option<string[]>("--only") { Description = "The parts to measure. Default: all.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. s_parts.Select(part => part.Name)]);
        var tools = new Option<string?>("--llama") { Description = "A folder with llama-bench and llama-batched-bench." };
        var gguf = new Option<string?>("--gguf") { Description = "The model of llama.cpp: synth --format gguf." };
        var genai = new Option<bool>("--genai") { Description = $"Compare with ONNX Runtime GenAI; {GenAIModel.Variable} names its library." };
        var loads = new Option<int>("--loads") { Description = "How often everything is loaded anew, each time for all rounds: a session's speed depends by some per cent on where in memory its weights lie. Default: 1.", DefaultValueFactory = _ => 1 };
        loads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--loads must be at least 1.");
            }
        });
        var command = new Command("compare", "Measures ours beside ONNX Runtime GenAI and llama.cpp.") { only, genai, tools, gguf, loads };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(tools) is null) != (result.GetValue(gguf) is null))
            {
                result.AddError("--llama and --gguf go together.");
            }

            if (!result.GetValue(genai) && result.GetValue(tools) is null)
            {
                result.AddError("Say what to compare with: --genai, or --llama and --gguf.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (folder, work, threads, json) = await options.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
            var wanted = parsed.GetValue(only) is { Length: > 0 } some ? some : [.. s_parts.Select(part => part.Name)];
            var figures = new Figures();
            for (var load = 0; load < parsed.GetValue(loads); load++)
            {
                // What is loaded first may lie worse: they take turns in that too.
                Competitors Others() => new(
                    parsed.GetValue(genai) ? new GenAIModel(folder, threads ?? PhysicalCores.Count()) : null,
                    parsed.GetValue(tools) is { } path ? new LlamaTools(path, parsed.GetValue(gguf)!, threads ?? PhysicalCores.Count()) : null);
                var early = load % 2 == 1 ? Others() : null;
                var subject = await Subject.LoadAsync(folder, work, threads, cancellationToken).ConfigureAwait(false);
                await using (subject.ConfigureAwait(false))
                {
                    using var others = early ?? Others();
                    await subject.StreamAsync(subject.NewPrompt(work.StreamPrompt), work.NewTokens / 4, cancellationToken).ConfigureAwait(false);
                    foreach (var (name, runAsync) in s_parts.Where(part => wanted.Contains(part.Name)))
                    {
                        var start = Stopwatch.GetTimestamp();
                        await runAsync(subject, others, figures, cancellationToken).ConfigureAwait(false);
                        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s")).ConfigureAwait(false);
                    }
                }
            }

            await new Result(figures, CompareSummary.Of(figures), folder).WriteAsync(Console.Out, json, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
