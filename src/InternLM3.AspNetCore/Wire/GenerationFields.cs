using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The request fields chat and completions share.</summary>
internal abstract record GenerationFields
{
    public string? Model { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? TopK { get; init; }

    public float? MinP { get; init; }

    public float? RepetitionPenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public int? N { get; init; }

    public long? Seed { get; init; }

    /// <summary>A string, or an array of them.</summary>
    public JsonElement? Stop { get; init; }

    /// <summary>From token id to bias.</summary>
    public Dictionary<string, float>? LogitBias { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public int? MinNewTokens { get; init; }

    public bool? IgnoreEos { get; init; }

    public bool? ReturnTokenIds { get; init; }

    public bool? Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Fields without a property here.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
