using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>What <see cref="MathPlugin.CheckArithmetic"/> found in a text. Its JSON is what a model reads as the function's result.</summary>
public sealed record ArithmeticCheck
{
    /// <summary>The number of equations of numbers that were computed.</summary>
    [JsonPropertyName("checked")]
    public int Checked { get; init; }

    /// <summary>Those that do not hold, each followed by what its left side is: <c>20 * 9 = 170 (it is 180)</c>.</summary>
    [JsonPropertyName("wrong")]
    public IReadOnlyList<string> Wrong { get; init; } = [];
}
