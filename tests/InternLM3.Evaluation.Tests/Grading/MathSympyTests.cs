using System.Diagnostics;
using System.Globalization;

namespace InternLM3.Evaluation.Tests.Grading;

/// <summary>The table's verdicts against sympy, for the pairs that its small reader (math_pairs.py) reads: a check of the table itself.</summary>
[Trait("Tier", "Long")]
public sealed class MathSympyTests
{
    [Fact]
    public void Table_NumbersAndExpressions_HaveSympysVerdict()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Grading");
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(folder, "math_pairs.py"), Path.Combine(folder, "math-pairs.tsv")]) { RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        var (judged, wrong) = (0, new List<MathPair>());
        while (python.StandardOutput.ReadLine() is { } line)
        {
            var (verdict, pair) = line.Split('\t') is [var word, var number] ? (word, MathPairs.All[int.Parse(number, CultureInfo.InvariantCulture)]) : throw new InvalidDataException(line);
            judged += verdict == "-" ? 0 : 1;
            if (verdict != "-" && pair.Equal != (verdict == "equal"))
            {
                wrong.Add(pair);
            }
        }

        python.WaitForExit();

        Assert.True(python.ExitCode == 0 && judged >= 280, $"sympy judged {judged} pairs and ended with {python.ExitCode}; is python3-sympy installed?");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
