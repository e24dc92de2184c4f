using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The body of POST /tokenize: a text, or a conversation as the model would see it.</summary>
internal sealed record TokenizeRequest
{
    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public JsonElement? Messages { get; init; }

    public IReadOnlyList<ToolDefinition>? Tools { get; init; }

    public string? ReasoningEffort { get; init; }

    public bool? EnableThinking { get; init; }

    public ChatTemplateKwargs? ChatTemplateKwargs { get; init; }

    /// <summary>Whether a text begins with the begin token. Default true.</summary>
    public bool? AddSpecialTokens { get; init; }

    public bool? ReturnTokenStrs { get; init; }

    /// <summary>Fields without a property here.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
