using System.Globalization;
using InternLM3.Conversion;
using InternLM3.Download;

namespace InternLM3.Cli.Output;

/// <summary>Shows the progress of a download or a conversion, with rate and time left.</summary>
internal static class LoadBar
{
    private const int Tenths = 10;

    /// <summary>Runs work and shows its progress on the error stream; work that reports nothing shows nothing.</summary>
    public static Task RunAsync(TextWriter error, Func<IProgress<ModelLoadProgress>, Task> work) =>
        ProgressDisplay.RunAsync(error, Tenths, Describe, work);

    /// <summary>As <see cref="RunAsync"/>, for a download alone.</summary>
    public static Task DownloadAsync(TextWriter error, Func<IProgress<DownloadProgress>, Task> work) => ProgressDisplay.RunAsync(
        error,
        Tenths,
        value => Describe(new(
            ModelLoadStage.Downloading, value.File, value.BytesDone, value.BytesTotal, value.BytesPerSecond, value.Remaining)),
        work);

    /// <summary>As <see cref="RunAsync"/>, for a conversion alone.</summary>
    public static Task ConvertAsync(TextWriter error, Func<IProgress<ConversionProgress>, Task> work) => ProgressDisplay.RunAsync(
        error,
        Tenths,
        value => Describe(new(
            ModelLoadStage.Converting, value.Item, value.BytesDone, value.BytesTotal, value.BytesPerSecond, value.Remaining)),
        work);

    private static ProgressState Describe(ModelLoadProgress value)
    {
        var pace = (value.BytesPerSecond > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {value.BytesPerSecond / 1e6:0.0} MB/s")
            : "") + ProgressState.Left(value.Remaining);
        var state = new ProgressState($"{value.Stage}", $"{value.Item}{pace}", "", value.BytesDone, value.BytesTotal);
        return state with
        {
            Line = string.Create(CultureInfo.InvariantCulture,
                $"{value.Stage}: {state.DoneOf(Tenths) * 10,3} % of {value.BytesTotal / 1e6:0.0} MB: {state.Text}"),
        };
    }
}
