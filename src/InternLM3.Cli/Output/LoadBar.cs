using System.Globalization;
using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>Shows how far a download or a conversion is: bars with rate and time left on a terminal, a line for every tenth elsewhere.</summary>
internal static class LoadBar
{
    /// <summary>Runs work and shows its progress on the error stream; work that reports nothing shows nothing.</summary>
    public static async Task RunAsync(TextWriter error, Func<IProgress<ModelLoadProgress>, Task> work)
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
            .StartAsync(async context => await work(new Bars(context)).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Rate and time left, as far as they are known.</summary>
    internal static string Pace(ModelLoadProgress value) =>
        (value.BytesPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.BytesPerSecond / 1e6:0.0} MB/s") : "")
        + (value.Remaining is { } left ? string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left") : "");

    private sealed class Bars(ProgressContext context) : IProgress<ModelLoadProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<ModelLoadStage, ProgressTask> _tasks = [];

        public void Report(ModelLoadProgress value)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(value.Stage, out var task))
                {
                    _tasks[value.Stage] = task = context.AddTask($"{value.Stage}");
                }

                task.Description = Markup.Escape($"{value.Item}{Pace(value)}");
                task.MaxValue = value.BytesTotal;
                task.Value = value.BytesDone;
            }
        }
    }

    private sealed class Lines(TextWriter error) : IProgress<ModelLoadProgress>
    {
        private readonly Lock _lock = new();
        private (ModelLoadStage Stage, long Total, long Tenths) _said = (ModelLoadStage.Downloading, -1, -1);

        public void Report(ModelLoadProgress value)
        {
            lock (_lock)
            {
                var tenths = value.BytesTotal > 0 ? 10 * value.BytesDone / value.BytesTotal : 10;
                if (value.Stage != _said.Stage || value.BytesTotal != _said.Total || tenths > _said.Tenths)
                {
                    _said = (value.Stage, value.BytesTotal, tenths);
                    error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Stage}: {tenths * 10,3} % of {value.BytesTotal / 1e6:0.0} MB: {value.Item}{Pace(value)}"));
                }
            }
        }
    }
}
