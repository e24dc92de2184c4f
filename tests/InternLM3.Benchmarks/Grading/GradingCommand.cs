using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using InternLM3.Evaluation.Grading;

namespace InternLM3.Benchmarks.Grading;

/// <summary><c>grading</c>: how many pairs of answers <see cref="MathEquivalence"/> judges in a second on one thread.</summary>
internal static class GradingCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often the table is judged after one round to warm up.", DefaultValueFactory = _ => 20 };
        var command = new Command("grading", "Prints pairs per second of the math grader over the table of its tests, the slowest pair, and allocated bytes per pair.") { rounds };
        command.SetAction(parsed => Print(Pairs(), parsed.GetValue(rounds)));
        return command;
    }

    private static (string Prediction, string Target)[] Pairs()
    {
        using var stream = typeof(GradingCommand).Assembly.GetManifestResourceStream("InternLM3.Benchmarks.Grading.math-pairs.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).Select(columns => (columns[2], columns[3]))];
    }

    private static void Print((string Prediction, string Target)[] pairs, int rounds)
    {
        var first = Round(pairs);
        var (best, all, bytes) = (double.MaxValue, 0.0, GC.GetAllocatedBytesForCurrentThread());
        var (slowest, name) = (0.0, "");
        for (var round = 0; round < rounds; round++)
        {
            var seconds = Round(pairs);
            (best, all) = (Math.Min(best, seconds), all + seconds);
        }

        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / ((long)rounds * pairs.Length);
        foreach (var pair in pairs)
        {
            // The smallest of five: what the pair itself costs, without the interruptions.
            var milliseconds = Enumerable.Range(0, 5).Min(_ => Round([pair])) * 1e3;
            (slowest, name) = milliseconds > slowest ? (milliseconds, $"{pair.Prediction} | {pair.Target}") : (slowest, name);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{pairs.Length} pairs: {pairs.Length * rounds / all:0} a second over {rounds} rounds, {pairs.Length / best:0} in the best, {pairs.Length / first:0} in the first (cold); {bytes} bytes a pair"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest: {slowest:0.00} ms: {name}"));
    }

    private static double Round(ReadOnlySpan<(string Prediction, string Target)> pairs)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var (prediction, target) in pairs)
        {
            MathEquivalence.Equal(prediction, target);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
