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
    /// Asks a benchmark's questions, several at a time, and writes each result to a log as it comes. A run that ended in the middle, however it
    /// ended, goes on where it was with <paramref name="resume"/>; answers that are there are not asked for again. In the end the reports are
    /// written: <c>report.md</c>, <c>report.html</c>, <c>report.json</c> and, for programs, the samples file of the benchmark's own harness.
    /// </summary>
    /// <param name="task">The benchmark; <see cref="EvaluationTasks"/> has those of the model card.</param>
    /// <param name="client">The model.</param>
    /// <param name="folder">Where results go; created when it is not there.</param>
    /// <param name="data">The benchmark's data; null for one that generates its questions.</param>
    /// <param name="examples">The split whose answers may be shown, for few-shot settings; or null.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="resume">Whether a run in the folder is gone on with; otherwise the folder must not hold one.</param>
    /// <param name="progress">Hears of every result; may be called from any thread, one call at a time.</param>
    /// <param name="cancellationToken">Ends the run; it can be resumed.</param>
    /// <returns>The summary, as the reports have it.</returns>
    /// <exception cref="UnsupportedOptionException">An option is out of its range, or the benchmark or the client cannot follow it.</exception>
    /// <exception cref="DataFormatException">The data is not the benchmark's.</exception>
    /// <exception cref="EvaluationException">The folder holds something else, or the model failed too often in a row.</exception>
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

        // Only what is called is wrapped: a client that cannot call functions may still answer.
        using var caller = task.HasTools && options.Tools ? new FunctionInvokingChatClient(client) { MaximumIterationsPerRequest = 8 } : null;
        List<ItemResult> results;
        var log = ResultLog.Open(files.Log);
        await using (log.ConfigureAwait(false))
        {
            results = await RunLoop.RunAsync(plan, new ItemRun(task, caller ?? client, options, plan.Settings.Hash), log, options, progress, cancellationToken).ConfigureAwait(false);
        }

        var summary = EvaluationSummary.Create(task, plan.Settings, results);
        await ReportFiles.WriteAsync(files, task, summary, cancellationToken).ConfigureAwait(false);
        return summary;
    }
}
