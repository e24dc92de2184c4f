namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>What one comparison may cost. Spent, it makes every further step fail, so that hostile input costs milliseconds.</summary>
internal sealed class ComparisonBudget
{
    // A pair of the tests' table costs tens to some thousands of steps.
    private long _left = 400_000;

    /// <summary>Takes steps; false when there are none left.</summary>
    public bool Spend(long steps = 1) => (_left -= steps) >= 0;

    /// <summary>Takes what an operation on numbers of this many bits costs: products and common divisors are quadratic.</summary>
    public bool SpendOnBits(long bits) => Spend(1 + (bits / 64 * (bits / 64) / 8));
}
