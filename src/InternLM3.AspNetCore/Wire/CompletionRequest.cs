using System.Text.Json;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The body of POST /v1/completions.</summary>
internal sealed record CompletionRequest : GenerationFields
{
    /// <summary>A text, token ids, or an array of either.</summary>
    public JsonElement? Prompt { get; init; }

    public bool? Echo { get; init; }

    public int? Logprobs { get; init; }
}
