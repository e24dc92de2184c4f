using System.Globalization;

namespace InternLM3.Cli.Output;

/// <summary>How far one stage of some work is, as it is shown.</summary>
/// <param name="Stage">What has a bar of its own.</param>
/// <param name="Text">What stands before the bar.</param>
/// <param name="Line">What is said where there are no bars.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; 0 counts as done.</param>
internal readonly record struct ProgressState(string Stage, string Text, string Line, long Done, long Total)
{
    /// <summary>How many of so many parts are done.</summary>
    public long DoneOf(int parts) => Total > 0 ? parts * Done / Total : parts;

    /// <summary>The time left, to go behind other text; empty while it is not known.</summary>
    public static string Left(TimeSpan? remaining) =>
        remaining is { } left ? string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left") : "";
}
