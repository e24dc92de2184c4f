using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Numbers;

/// <summary>Measures of a list, exact for exact values.</summary>
internal static class Statistics
{
    /// <summary>The measures by name, in the order of the report.</summary>
    public static IEnumerable<(string Name, Value Value)> Of(IReadOnlyList<Value> values, Arithmetic arithmetic)
    {
        Value[] sorted = [.. values];
        arithmetic.Budget.Charge(sorted.Length * 200.0);
        Array.Sort(sorted, arithmetic.Compare);
        Value count = sorted.Length;
        var sum = sorted.Aggregate(arithmetic.Add);
        var mean = arithmetic.Multiply(sum, arithmetic.Invert(count));
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1
            ? sorted[middle]
            : arithmetic.Multiply(arithmetic.Add(sorted[middle - 1], sorted[middle]), Rational.Of(1, 2));
        var squares = sorted.Select(value => arithmetic.Subtract(value, mean))
            .Aggregate((Value)0, (total, difference) => arithmetic.Add(total, arithmetic.Multiply(difference, difference)));
        yield return ("count", count);
        yield return ("sum", sum);
        yield return ("mean", mean);
        yield return ("median", median);
        foreach (var mode in Modes(sorted))
        {
            yield return ("mode", mode);
        }

        yield return ("min", sorted[0]);
        yield return ("max", sorted[^1]);
        var variance = arithmetic.Multiply(squares, arithmetic.Invert(count));
        yield return ("population variance", variance);
        yield return ("population standard deviation", arithmetic.Power(variance, Rational.Of(1, 2)));
        if (sorted.Length > 1)
        {
            var sample = arithmetic.Multiply(squares, arithmetic.Invert(sorted.Length - 1));
            yield return ("sample variance", sample);
            yield return ("sample standard deviation", arithmetic.Power(sample, Rational.Of(1, 2)));
        }
    }

    // The most frequent values; none when all are equally frequent.
    private static IEnumerable<Value> Modes(Value[] sorted)
    {
        var groups = sorted.GroupBy(value => value).Select(group => (group.Key, Count: group.Count())).ToArray();
        var most = groups.Max(group => group.Count);
        return groups.Any(group => group.Count < most) ? groups.Where(group => group.Count == most).Select(group => group.Key) : [];
    }
}
