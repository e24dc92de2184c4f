using System.Globalization;
using InternLM3.Evaluation;
using Spectre.Console;

namespace InternLM3.Cli.Eval;

/// <summary>Shows how far a run is: a bar with score, rate and time left on a terminal, a line for every twentieth elsewhere.</summary>
internal static class EvalBar
{
    /// <summary>Runs work and shows its progress on the error stream.</summary>
    public static async Task RunAsync(TextWriter error, Func<IProgress<EvaluationProgress>, Task> work)
    {
        if (Console.IsErrorRedirected || !ReferenceEquals(error, Console.Error))
        {
            await work(new Lines(error)).ConfigureAwait(false);
            return;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        await terminal.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context => await work(new Bar(context.AddTask("starting"))).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>One line: how many, the score so far, rate and time left.</summary>
    internal static string Describe(EvaluationProgress value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Total}")
        + (value.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $", score {100 * score:0.0}") : "")
        + (value.ItemsPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.ItemsPerSecond:0.00} a second") : "")
        + (value.Remaining is { } left && value.Done < value.Total ? string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left") : "");

    private sealed class Bar(ProgressTask task) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value)
        {
            task.Description = Markup.Escape(Describe(value));
            task.MaxValue = value.Total;
            task.Value = value.Done;
        }
    }

    private sealed class Lines(TextWriter error) : IProgress<EvaluationProgress>
    {
        private int _twentieths = -1;

        // The run reports one call at a time.
        public void Report(EvaluationProgress value)
        {
            var twentieths = value.Total > 0 ? 20 * value.Done / value.Total : 20;
            if (twentieths > _twentieths)
            {
                _twentieths = twentieths;
                error.WriteLine(Describe(value));
            }
        }
    }
}
