using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>The result of a <see cref="MathPlugin"/> function. A model reads its JSON as the function's result.</summary>
public sealed record MathResult
{
    /// <summary>The result in the grammar of the plugin, or in words; null when there is an <see cref="Error"/>.</summary>
    [JsonPropertyName("result")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Result { get; init; }

    /// <summary>Whether the result is exact; false for an approximation, null when there is an <see cref="Error"/>.</summary>
    [JsonPropertyName("exact")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Exact { get; init; }

    /// <summary>An exact number that is not an integer, as a decimal rounded to 20 significant digits; otherwise null.</summary>
    [JsonPropertyName("decimal")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Digits { get; init; }

    /// <summary>
    /// A bound on the error of an approximate number; otherwise null. For an integral it is the quadrature's estimate.
    /// </summary>
    [JsonPropertyName("error_bound")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorBound { get; init; }

    /// <summary>Why there is no result, in one sentence that says what to do; null when there is one.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Returns this result, or throws its error.</summary>
    /// <exception cref="MathException">There is an <see cref="Error"/>.</exception>
    public MathResult EnsureSuccess() => Error is null ? this : throw new MathException(Error);
}
