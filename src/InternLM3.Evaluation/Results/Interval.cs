namespace InternLM3.Evaluation.Results;

/// <summary>A 95 % confidence interval of a mean of scores between 0 and 1, or of the difference of two.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The interval of the mean over questions. When all scores are 0 or 1 it is Wilson's interval (1927), which is valid near 0 and 1 and
    /// for few questions. For others (repeats averaged for each question, partial credit) it is the normal interval with the standard error
    /// over questions, so that repeats of one question do not count as independent (Miller, 2024, "Adding Error Bars to Evals").
    /// </summary>
    /// <param name="scores">One score per question; at least one.</param>
    public static Interval OfMean(IReadOnlyCollection<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentOutOfRangeException.ThrowIfZero(scores.Count, nameof(scores));
        var (n, mean) = ((double)scores.Count, scores.Average());
        if (scores.All(score => score is 0 or 1))
        {
            var middle = (mean + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
            var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((mean * (1 - mean) / n) + (Z * Z / (4 * n * n)));
            return Clipped(middle, half);
        }

        return Clipped(mean, Z * Math.Sqrt(Variance(scores) / n));
    }

    /// <summary>
    /// The interval of the unweighted mean over categories: normal, with the categories' standard errors added as independent.
    /// </summary>
    /// <param name="categories">The scores of each category's questions; at least one category.</param>
    public static Interval OfMeanOfMeans(IReadOnlyCollection<IReadOnlyCollection<double>> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentOutOfRangeException.ThrowIfZero(categories.Count, nameof(categories));
        return Clipped(
            categories.Average(scores => scores.Average()),
            Z * Math.Sqrt(categories.Sum(scores => Variance(scores) / scores.Count)) / categories.Count);
    }

    private static Interval Clipped(double middle, double half) => new(Math.Max(0, middle - half), Math.Min(1, middle + half));

    private static double Variance(IReadOnlyCollection<double> scores)
    {
        var mean = scores.Average();
        return scores.Count < 2 ? 0 : scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1);
    }
}
