namespace InternLM3.Mathematics.Evaluation;

/// <summary>The primes below 1,000.</summary>
internal static class SmallPrimes
{
    public static int[] Below1000 { get; } =
        [.. Enumerable.Range(2, 998).Where(n => !Enumerable.Range(2, 30).Any(d => d * d <= n && n % d == 0))];
}
