namespace InternLM3.Cli.Bench;

/// <summary>How much <c>internlm3 bench</c> measures.</summary>
/// <param name="PromptTokens">Tokens of the long prompt.</param>
/// <param name="NewTokens">Tokens each stream generates.</param>
/// <param name="Budget">No further round begins that would exceed this time; the first always runs.</param>
internal sealed record BenchPlan(int PromptTokens, int NewTokens, TimeSpan Budget)
{
    /// <summary>Numbers of streams that decode together.</summary>
    public static IReadOnlyList<int> Streams { get; } = [1, 4, 8];

    /// <summary>Tokens of a stream's prompt.</summary>
    public const int StreamPromptTokens = 32;

    /// <summary>Tokens of a follow-up turn.</summary>
    public const int TurnTokens = 30;

    /// <summary>The most rounds; more change the medians little.</summary>
    public const int MaxRounds = 5;
}
