using InternLM3.DependencyInjection;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;
using InternLM3.Evaluation.Running;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation;

/// <summary>Runs benchmarks over any <see cref="IChatClient"/>.</summary>
public static class Evaluator
{
    /// <summary>
    /// Asks a benchmark's questions, several at a time, and writes each result to a log at once. With <paramref name="resume"/> a run that
    /// ended early, for whatever reason, continues where it was; existing answers are kept. At the end the reports are written:
    /// <c>report.md</c>, <c>report.html</c>, <c>report.json</c> and, for programs, the samples file of the benchmark's own harness.
    /// </summary>
    /// <param name="task">The benchmark; <see cref="EvaluationTasks"/> has those of the model card.</param>
    /// <param name="client">The model.</param>
    /// <param name="folder">The folder for the results; created when it does not exist.</param>
    /// <param name="data">The benchmark's data; null for a benchmark that generates its questions.</param>
    /// <param name="examples">The split to take examples from, for few-shot settings; or null.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="resume">Whether to continue a run in the folder; without it the folder must not contain one.</param>
    /// <param name="progress">Receives a report at the start and for every result, from any thread, one at a time; or null.</param>
    /// <param name="cancellationToken">Cancels the run, which can then be resumed.</param>
    /// <returns>The summary from which the reports are written.</returns>
    /// <exception cref="UnsupportedOptionException">
    /// An option is out of its range, or the benchmark or the client does not support it.
    /// </exception>
    /// <exception cref="DataFormatException">The data does not have the benchmark's format.</exception>
    /// <exception cref="EvaluationException">The folder has another run, or too many answers in a row failed.</exception>
    public static async Task<EvaluationSummary> RunAsync(
        EvaluationTask task,
        IChatClient client,
        string folder,
        DataFile? data = null,
        DataFile? examples = null,
        EvaluationOptions? options = null,
        bool resume = false,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new EvaluationOptions();
        options.Validate(task);
        var plan = RunPlan.Create(task, client, data, examples, options);
        var files = new RunFolder(folder);
        await files.PrepareAsync(plan.Settings, resume, cancellationToken).ConfigureAwait(false);

        // The wrapper disposes its inner client, but the client is the caller's.
        using var caller = options.Tools
            ? new FunctionInvokingChatClient(new BorrowedChatClient(client)) { MaximumIterationsPerRequest = 8 }
            : null;
        List<ItemResult> results;
        var log = ResultLog.Open(files.Log);
        await using (log.ConfigureAwait(false))
        {
            var run = new ItemRun(task, caller ?? client, options, plan.Settings.Hash);
            results = await RunLoop.RunAsync(plan, run, log, options, progress, cancellationToken).ConfigureAwait(false);
        }

        var summary = EvaluationSummary.Create(task, plan.Settings, results);
        await ReportFiles.WriteAsync(files, task, summary, cancellationToken).ConfigureAwait(false);
        return summary;
    }
}
