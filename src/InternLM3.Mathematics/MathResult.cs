using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>What a function of <see cref="MathPlugin"/> found. Its JSON is what a model reads as the function's result.</summary>
public sealed record MathResult
{
    /// <summary>The result in the grammar of the plugin, or in words; null with <see cref="Error"/>.</summary>
    [JsonPropertyName("result")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Result { get; init; }

    /// <summary>Whether the result is exact; false for an approximation, null with <see cref="Error"/>.</summary>
    [JsonPropertyName("exact")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Exact { get; init; }

    /// <summary>An exact number that is no integer as a decimal of 20 significant digits, rounded; else null.</summary>
    [JsonPropertyName("decimal")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Digits { get; init; }

    /// <summary>A bound of the distance of an approximate number from the true one; else null. For an integral it is the quadrature's estimate.</summary>
    [JsonPropertyName("error_bound")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorBound { get; init; }

    /// <summary>Why there is no result, in one sentence that says what to do; null when there is one.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Gives the result back, or raises its error.</summary>
    /// <exception cref="MathException">There is an <see cref="Error"/>.</exception>
    public MathResult EnsureSuccess() => Error is null ? this : throw new MathException(Error);
}
