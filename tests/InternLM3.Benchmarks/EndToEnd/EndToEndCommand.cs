using System.CommandLine;
using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using InternLM3.Benchmarks.Reports;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary><c>e2e</c>: the whole path through the chat client, beside a loop over the same session without anything around it.</summary>
internal static class EndToEndCommand
{
    private static readonly (string Name, Func<Subject, Figures, CancellationToken, Task> RunAsync)[] s_parts =
    [
        ("memory", MemoryPart.RunAsync), ("prefill", PrefillPart.RunAsync), ("decode", DecodePart.RunAsync),
        ("turns", TurnsPart.RunAsync), ("stall", StallPart.RunAsync), ("lookup", LookupPart.RunAsync), ("idle", IdlePart.RunAsync),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var options = new MeasureOptions();
        var only = new Option<string[]>("--only") { Description = "The parts to measure. Default: all.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. s_parts.Select(part => part.Name)]);
        var command = new Command("e2e", "Measures a model through the chat client, each figure beside a plain loop over the same session.") { only };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (folder, work, threads, json) = await options.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
            var wanted = parsed.GetValue(only) is { Length: > 0 } some ? some : [.. s_parts.Select(part => part.Name)];
            var figures = new Figures();
            var subject = wanted.Contains("memory")
                ? await MemoryPart.LoadAsync(folder, work, threads, figures, cancellationToken).ConfigureAwait(false)
                : await Subject.LoadAsync(folder, work, threads, cancellationToken).ConfigureAwait(false);
            await using (subject.ConfigureAwait(false))
            {
                foreach (var (name, runAsync) in s_parts.Where(part => wanted.Contains(part.Name)))
                {
                    var start = Stopwatch.GetTimestamp();
                    await runAsync(subject, figures, cancellationToken).ConfigureAwait(false);
                    await Console.Error.WriteLineAsync(FormattableString.Invariant($"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s")).ConfigureAwait(false);
                }
            }

            var result = new Result(figures, Summary.Of(figures), folder);
            await result.WriteAsync(Console.Out, json, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
