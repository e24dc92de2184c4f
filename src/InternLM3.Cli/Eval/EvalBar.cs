using System.Globalization;
using InternLM3.Cli.Output;
using InternLM3.Evaluation;

namespace InternLM3.Cli.Eval;

/// <summary>Shows the progress of a run, with the score so far, rate and time left.</summary>
internal static class EvalBar
{
    /// <summary>Runs work and shows its progress on the error stream.</summary>
    public static Task RunAsync(TextWriter error, Func<IProgress<EvaluationProgress>, Task> work) =>
        ProgressDisplay.RunAsync(error, parts: 20, Describe, work);

    private static ProgressState Describe(EvaluationProgress value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Total}")
            + (value.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $", score {100 * score:0.0}") : "")
            + (value.ItemsPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.ItemsPerSecond:0.00} a second") : "")
            + (value.Done < value.Total ? ProgressState.Left(value.Remaining) : "");
        return new ProgressState("", text, text, value.Done, value.Total);
    }
}
