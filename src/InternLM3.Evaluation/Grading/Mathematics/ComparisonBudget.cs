namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>The work one comparison may do. When it is spent, every further step fails, so that hostile input costs milliseconds.</summary>
internal sealed class ComparisonBudget
{
    // The pairs in the tests cost from tens to some thousands of steps.
    private long _left = 400_000;

    /// <summary>Spends steps; false when there are none left.</summary>
    public bool Spend(long steps = 1) => (_left -= steps) >= 0;

    /// <summary>Spends the cost of an operation on numbers of this many bits: products and common divisors are quadratic.</summary>
    public bool SpendOnBits(long bits) => Spend(1 + (bits / 64 * (bits / 64) / 8));
}
