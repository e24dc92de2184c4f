using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>
/// The result of <see cref="MathPlugin.CheckArithmetic"/>. A model reads its JSON as the function's result.
/// </summary>
public sealed record ArithmeticCheck
{
    /// <summary>The number of equations of numbers that were computed.</summary>
    [JsonPropertyName("checked")]
    public int Checked { get; init; }

    /// <summary>The wrong ones, each followed by the value of its left side: <c>20 * 9 = 170 (it is 180)</c>.</summary>
    [JsonPropertyName("wrong")]
    public IReadOnlyList<string> Wrong { get; init; } = [];
}
