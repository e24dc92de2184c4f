using System.Globalization;

namespace InternLM3.Cli.Output;

/// <summary>The progress of one stage, as shown.</summary>
/// <param name="Stage">The stage's name; each stage has its own bar.</param>
/// <param name="Text">The text before the bar.</param>
/// <param name="Line">The line to print without bars.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; 0 counts as done.</param>
internal readonly record struct ProgressState(string Stage, string Text, string Line, long Done, long Total)
{
    /// <summary>How many of <paramref name="parts"/> equal parts are done.</summary>
    public long DoneOf(int parts) => Total > 0 ? parts * Done / Total : parts;

    /// <summary>The time left, to be appended to other text; empty while it is not known.</summary>
    public static string Left(TimeSpan? remaining) =>
        remaining is { } left
            ? string.Create(CultureInfo.InvariantCulture, $", {(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left")
            : "";
}
