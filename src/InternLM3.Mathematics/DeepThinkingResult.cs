using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>What <see cref="DeepThinkingPlugin"/> found. Its JSON is what a model reads as the function's result.</summary>
public sealed record DeepThinkingResult
{
    /// <summary>The final answer: what the last box holds, or, without a box, the last paragraph; null with <see cref="Error"/>.</summary>
    [JsonPropertyName("answer")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Answer { get; init; }

    /// <summary>Everything the model wrote, its answer included.</summary>
    [JsonPropertyName("working")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Working { get; init; }

    /// <summary>The tokens that were generated.</summary>
    [JsonPropertyName("tokens_used")]
    public long TokensUsed { get; init; }

    /// <summary>Why there is no answer, in one sentence that says what to do; null when there is one.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Gives the result back, or raises its error.</summary>
    /// <exception cref="InternLM3Exception">There is an <see cref="Error"/>.</exception>
    public DeepThinkingResult EnsureSuccess() => Error is null ? this : throw new InternLM3Exception(Error);
}
