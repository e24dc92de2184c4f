namespace InternLM3.Evaluation.Tests.Grading;

/// <summary>The table of answer pairs with the right verdict.</summary>
internal static class MathPairs
{
    public static IReadOnlyList<MathPair> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Grading", "math-pairs.tsv")).Skip(1)
            .Select(line => line.Split('\t')).Select(columns => new MathPair(columns[0], columns[1] == "equal", columns[2], columns[3]))];
}
