using System.CommandLine;
using System.Diagnostics;
using InternLM3.Cli.Bench;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 bench</c>: measures a model on this machine.</summary>
internal static class BenchCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = ModelSelection.CreateOption();
        var prompt = Positive("--prompt-tokens", "Tokens of the long prompt. Default: 512.", 512);
        var newTokens = Positive("--new-tokens", "Tokens each stream generates. Default: 48.", 48);
        var budget = Positive("--seconds", "No further round begins when they would be over; one round always runs. Default: 40.", 40);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("bench", "Measures prefill, decode at 1, 4 and 8 streams, time to the first token and memory.")
        {
            model, prompt, newTokens, budget, json,
        };
        var runtime = new RuntimeSelection();
        runtime.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plan = new BenchPlan(parsed.GetValue(prompt), parsed.GetValue(newTokens), TimeSpan.FromSeconds(parsed.GetValue(budget)));
            var options = runtime.Apply(parsed, new InternLM3Options
            {
                ContextLength = plan.PromptTokens + plan.NewTokens + 256,
                MaxConcurrentSequences = BenchPlan.Streams.Max(),
            });
            var start = Stopwatch.GetTimestamp();
            var loaded = await ModelSelection.LoadAsync(parsed.GetValue(model)!, options, error, cancellationToken).ConfigureAwait(false);
            await using (loaded.ConfigureAwait(false))
            {
                var load = Stopwatch.GetElapsedTime(start).TotalSeconds;
                using var client = new InternLM3ChatClient(loaded);
                var run = new BenchRun();
                await run.RunAsync(client, new BenchPrompts(loaded.Tokenizer), plan, cancellationToken).ConfigureAwait(false);
                using var process = Process.GetCurrentProcess();
                BenchReport.Write(
                    output, loaded.Id, plan, run.Rounds,
                    [("load_seconds", load), .. run.Medians, ("peak_memory_bytes", process.PeakWorkingSet64)], parsed.GetValue(json));
                return ExitCode.Done;
            }
        });
        return command;
    }

    private static Option<int> Positive(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
