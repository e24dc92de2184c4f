using System.Text.Json.Serialization;

namespace InternLM3.Mathematics;

/// <summary>The result of <see cref="DeepThinkingPlugin"/>. A model reads its JSON as the function's result.</summary>
public sealed record DeepThinkingResult
{
    /// <summary>
    /// The final answer: the content of the last box or, without a box, the last paragraph; null when there is an <see cref="Error"/>.
    /// </summary>
    [JsonPropertyName("answer")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Answer { get; init; }

    /// <summary>Everything the model wrote, its answer included.</summary>
    [JsonPropertyName("working")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Working { get; init; }

    /// <summary>The number of tokens generated.</summary>
    [JsonPropertyName("tokens_used")]
    public long TokensUsed { get; init; }

    /// <summary>Why there is no answer, in one sentence that says what to do; null when there is one.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Returns this result, or throws its error.</summary>
    /// <exception cref="InternLM3Exception">There is an <see cref="Error"/>.</exception>
    public DeepThinkingResult EnsureSuccess() => Error is null ? this : throw new InternLM3Exception(Error);
}
