using InternLM3.Conversion;
using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>Shows how far a conversion is: a bar on a terminal, a line for every tenth elsewhere.</summary>
internal static class ConversionBar
{
    /// <summary>Runs a conversion and shows its progress on the error stream.</summary>
    public static async Task RunAsync(TextWriter error, Func<IProgress<ConversionProgress>, Task> convert)
    {
        if (Console.IsErrorRedirected || !ReferenceEquals(error, Console.Error))
        {
            await convert(new Lines(error)).ConfigureAwait(false);
            return;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        await terminal.Progress().HideCompleted(true).StartAsync(async context =>
            await convert(new Bar(context.AddTask("Converting"))).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed class Bar(ProgressTask task) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value)
        {
            task.Description = Markup.Escape(value.Item);
            task.MaxValue = value.BytesTotal;
            task.Value = value.BytesDone;
        }
    }

    private sealed class Lines(TextWriter error) : IProgress<ConversionProgress>
    {
        private long _tenths = -1;

        public void Report(ConversionProgress value)
        {
            var tenths = 10 * value.BytesDone / value.BytesTotal;
            if (tenths > _tenths)
            {
                _tenths = tenths;
                error.WriteLine(FormattableString.Invariant($"{tenths * 10,3} % of {value.BytesTotal / 1e6:0.0} MB: {value.Item}"));
            }
        }
    }
}
