namespace InternLM3.Evaluation.Results;

/// <summary>The distribution of some numbers.</summary>
/// <param name="Values">The numbers in ascending order; at least one.</param>
internal sealed record Distribution(IReadOnlyList<double> Values)
{
    public double Total => Values.Sum();

    public double Mean => Values.Average();

    /// <summary>The value that a percentage of the numbers does not exceed (nearest rank).</summary>
    public double Percentile(double percent) =>
        Values[Math.Clamp((int)Math.Ceiling(percent / 100 * Values.Count) - 1, 0, Values.Count - 1)];

    /// <summary>The distribution, or null when there are no numbers.</summary>
    public static Distribution? Of(IEnumerable<double> values) =>
        values.Order().ToArray() is { Length: > 0 } sorted ? new Distribution(sorted) : null;
}
