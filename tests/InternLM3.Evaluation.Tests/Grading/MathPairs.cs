namespace InternLM3.Evaluation.Tests.Grading;

/// <summary>The table of answer pairs with the right verdict.</summary>
internal static class MathPairs
{
    public static IReadOnlyList<MathPair> All { get; } = [.. Read()];

    private static IEnumerable<MathPair> Read()
    {
        using var stream = typeof(MathPairs).Assembly.GetManifestResourceStream("InternLM3.Evaluation.Tests.Grading.math-pairs.tsv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('\t');
            yield return new MathPair(columns[0], columns[1] == "equal", columns[2], columns[3]);
        }
    }
}
