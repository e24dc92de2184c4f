using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.AspNetCore.Wire;

/// <summary>Arguments of the chat template: InternLM3's takes none; thinking is the one thing they can switch.</summary>
internal sealed record ChatTemplateKwargs
{
    public bool? EnableThinking { get; init; }

    /// <summary>Fields without a property here.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
