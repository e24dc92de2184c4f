using System.CommandLine;
using InternLM3.Cli.Eval;
using InternLM3.Evaluation;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 eval</c>: runs the model card's benchmarks, and compares two runs of one.</summary>
internal static class EvalCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var line = new EvalCommandLine();
        var command = new Command("eval",
            "Runs a benchmark over local data and writes reports; eval tasks lists them, eval compare tests two runs for a difference.")
        {
            Tasks(output),
            Compare(output),
        };
        line.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = line.Read(parsed);
            var task = EvaluationTasks.Find(arguments.Task);
            arguments.Options.Validate(task);
            var data = await ReadAsync(arguments.Data, task, cancellationToken).ConfigureAwait(false);
            var examples = await ReadAsync(arguments.Examples, task, cancellationToken).ConfigureAwait(false);
            var models = await EvalModels.OpenAsync(arguments, error, cancellationToken).ConfigureAwait(false);
            await using (models.ConfigureAwait(false))
            {
                var options = arguments.Options with { Model = models.Name, CountTokens = models.CountTokens, Judge = models.Judge };
                EvaluationSummary? summary = null;
                await EvalBar.RunAsync(error, async progress => summary = await Evaluator.RunAsync(
                    task, models.Client, arguments.Folder, data, examples, options, arguments.Resume, progress, cancellationToken)
                    .ConfigureAwait(false)).ConfigureAwait(false);
                await output.WriteAsync(arguments.Json ? JsonReport.Of(summary!) : EvalText.Of(summary!, arguments.Folder))
                    .ConfigureAwait(false);
                if (summary!.Results.LastOrDefault(result => result.Failed) is not { } failure)
                {
                    return ExitCode.Done;
                }

                await error.WriteLineAsync($"{summary.Failed} of {summary.Results.Count} answers failed and are not in the score; "
                    + $"the last error: {failure.Error} Put that right and run it again with --resume.").ConfigureAwait(false);
                return ExitCode.Failure;
            }
        });
        return command;
    }

    private static async Task<DataFile?> ReadAsync(string? path, EvaluationTask task, CancellationToken cancellationToken) =>
        path is null ? null : await DataFile.ReadAsync(path, task.Data, cancellationToken).ConfigureAwait(false);

    private static Command Tasks(TextWriter output)
    {
        var command = new Command("tasks", "Lists the benchmarks: data, columns, count, the model card's score.");
        command.SetAction(_ => output.Write(EvalText.Tasks()));
        return command;
    }

    private static Command Compare(TextWriter output)
    {
        var first = new Argument<string>("first") { Description = "The folder of a run." };
        var second = new Argument<string>("second") { Description = "The folder of another run over the same data." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "compare",
            "Compares two runs question by question: McNemar's exact test, "
            + "or a paired bootstrap where answers are more than right or wrong.")
        {
            first, second, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var comparison = await RunComparison.ReadAsync(parsed.GetValue(first)!, parsed.GetValue(second)!, cancellationToken)
                .ConfigureAwait(false);
            var text = parsed.GetValue(json) ? ComparisonReport.Json(comparison) : ComparisonReport.Markdown(comparison).TrimEnd();
            await output.WriteLineAsync(text).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
