using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>Shows the progress of work on the error stream: a bar for each stage on a terminal, otherwise a line now and then.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs work and shows its progress; work that reports nothing shows nothing.</summary>
    /// <param name="error">The error stream.</param>
    /// <param name="parts">The number of parts of a stage; without bars, each part gets a line.</param>
    /// <param name="describe">Turns a report into the state to show.</param>
    /// <param name="work">The work; it may report from several threads.</param>
    public static async Task RunAsync<T>(TextWriter error, int parts, Func<T, ProgressState> describe, Func<IProgress<T>, Task> work)
    {
        if (Console.IsErrorRedirected || !ReferenceEquals(error, Console.Error))
        {
            await work(new Receiver<T>(describe, new Lines(error, parts).Show)).ConfigureAwait(false);
            return;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        await terminal.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
                await work(new Receiver<T>(describe, new Bars(context).Show)).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed class Receiver<T>(Func<T, ProgressState> describe, Action<ProgressState> show) : IProgress<T>
    {
        private readonly Lock _lock = new();

        public void Report(T value)
        {
            lock (_lock)
            {
                show(describe(value));
            }
        }
    }

    private sealed class Bars(ProgressContext context)
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Show(ProgressState state)
        {
            if (!_tasks.TryGetValue(state.Stage, out var task))
            {
                _tasks[state.Stage] = task = context.AddTask(state.Stage);
            }

            task.Description = Markup.Escape(state.Text);
            task.MaxValue = state.Total;
            task.Value = state.Done;
        }
    }

    private sealed class Lines(TextWriter error, int parts)
    {
        private (string? Stage, long Total, long Parts) _said;

        public void Show(ProgressState state)
        {
            var done = state.DoneOf(parts);
            if (state.Stage != _said.Stage || state.Total != _said.Total || done > _said.Parts)
            {
                _said = (state.Stage, state.Total, done);
                error.WriteLine(state.Line);
            }
        }
    }
}
