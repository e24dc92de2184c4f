using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Benchmarks.Tokenization;

/// <summary><c>tokenizer</c>: how fast texts become tokens, on one core.</summary>
internal static class TokenizerCommand
{
    private const int Bytes = 10_000_000;
    private const int Rounds = 5;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A folder with a tokenizer.", DefaultValueFactory = _ => InternLM3Tiny.CheckpointPath };
        var command = new Command("tokenizer", "Prints the megabytes a second of several texts of 10 MB, medians of five rounds.") { model };
        command.SetAction(parsed =>
        {
            var tokenizer = Tokenizer.Load(parsed.GetValue(model)!);
            Console.WriteLine("| text | MB/s | tokens |");
            Console.WriteLine("|---|---|---|");
            foreach (var (name, lines) in Texts())
            {
                Print(name, lines, tokenizer);
            }
        });
        return command;
    }

    private static void Print(string name, string[] lines, Tokenizer tokenizer)
    {
        var seconds = new double[Rounds];
        var tokens = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            tokens = lines.Sum(line => (long)tokenizer.Count(line));
            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        var bytes = lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {bytes / 1e6 / seconds[Rounds / 2]:0.0} | {tokens} |"));
    }

    private static IEnumerable<(string Name, string[] Lines)> Texts()
    {
        var mixed = Lines(new Random(1), Bytes);
        yield return ("mixed lines", mixed);
        yield return ("the same as one line", [string.Join(' ', mixed)]);
        yield return ("the same as one line without a space", [string.Concat(mixed).Replace(" ", "", StringComparison.Ordinal)]);
        yield return ("one letter, one line", [new string('a', Bytes)]);
    }

    /// <summary>English, Chinese, code, numbers and emoji in lines of about a hundred bytes.</summary>
    private static string[] Lines(Random random, int bytes)
    {
        string[] words =
        [
            "the", "bridge", "was", "built", "in", "Shanghai", "learning", "network", "function", "return", "var", "{", "}", "=>", "==", "1873", "3.14",
            "\u4e0a\u6d77", "\u6df1\u5ea6\u5b66\u4e60", "\u662f", "\u673a\u5668\u5b66\u4e60\u7684\u4e00\u4e2a\u5206\u652f", "\u3002", "\U0001F600", "\U0001F469\u200D\U0001F4BB", "na\u00efve", "cafe\u0301",
        ];
        var lines = new List<string>();
        for (var written = 0; written < bytes;)
        {
            var line = string.Join(' ', Enumerable.Range(0, 16).Select(_ => words[random.Next(words.Length)]));
            lines.Add(line);
            written += Encoding.UTF8.GetByteCount(line);
        }

        return [.. lines];
    }
}
