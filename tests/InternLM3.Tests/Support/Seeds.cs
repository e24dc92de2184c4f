namespace InternLM3.Tests.Support;

/// <summary>Runs a property over drawn inputs, one seed after the other.</summary>
internal static class Seeds
{
    /// <summary>The variable that runs one seed alone: the one a failure printed.</summary>
    public const string Variable = "INTERNLM3_TEST_SEED";

    /// <summary>Runs the property for each seed. A failure says which, and keeps what failed as its inner exception.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many seeds.</param>
    /// <param name="property">Draws its input from the source it is given, and asserts.</param>
    public static void Each(int first, int count, Action<Random> property)
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var alone) ? [alone] : Enumerable.Range(first, count);
        foreach (var seed in seeds)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed} ({Variable}={seed} runs it alone): {e.Message}", e);
            }
        }
    }
}
