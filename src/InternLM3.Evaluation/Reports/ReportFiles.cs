using InternLM3.Evaluation.Results;
using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Reports;

/// <summary>Writes the reports of a run into its folder.</summary>
internal static class ReportFiles
{
    /// <summary>
    /// Writes <c>report.md</c>, <c>report.html</c>, <c>report.json</c> and the samples. Each is written under another name and moved, so
    /// that a kill leaves no partial file.
    /// </summary>
    public static async Task WriteAsync(
        RunFolder files, EvaluationTask task, EvaluationSummary summary, CancellationToken cancellationToken)
    {
        await WriteAsync(files["report.md"], MarkdownReport.Of(summary), cancellationToken).ConfigureAwait(false);
        await WriteAsync(files["report.html"], HtmlReport.Of(summary), cancellationToken).ConfigureAwait(false);
        await WriteAsync(files["report.json"], JsonReport.Of(summary), cancellationToken).ConfigureAwait(false);
        if (task is { WriteSamples: { } samples, SamplesFile: { } name })
        {
            await WriteAsync(files[name], samples(summary.Results.Where(result => !result.Failed)), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path + ".new", text, cancellationToken).ConfigureAwait(false);
        File.Move(path + ".new", path, overwrite: true);
    }
}
