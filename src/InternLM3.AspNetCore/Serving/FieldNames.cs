using System.Text.Json;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The request fields that the library's options come from.</summary>
internal static class FieldNames
{
    /// <summary>The field an option comes from: its name in snake_case unless the API has another; null when it is not known.</summary>
    public static string? Of(string option) => option switch
    {
        "MaxOutputTokens" or "MaxNewTokens" => "max_completion_tokens",
        "StopSequences" => "stop",
        "ToolMode" => "tool_choice",
        "ModelId" => "model",
        _ when option.StartsWith("Role", StringComparison.Ordinal) || option.EndsWith("Content", StringComparison.Ordinal) => "messages",
        _ when option.Split('"') is [_, var key, ..] => key,
        _ when option.All(char.IsLetter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(option),
        _ => null,
    };
}
