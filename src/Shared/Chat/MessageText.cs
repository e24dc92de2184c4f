using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// The roles and the plain text of messages, as a prompt has them. Content the model cannot read is refused by name.
/// </summary>
internal static class MessageText
{
    /// <summary>A message's text. Earlier reasoning is left out; images, files, calls and the like are refused.</summary>
    public static string Of(ChatMessage message) => string.Concat(message.Contents.Select(Of));

    /// <summary>A content's text, as in <see cref="Of(ChatMessage)"/>.</summary>
    public static string Of(AIContent content) => content switch
    {
        TextContent part => part.Text,
        TextReasoningContent or UsageContent => "",
        _ => throw new UnsupportedOptionException(content.GetType().Name, "InternLM3 reads text; this content cannot be given to it here."),
    };

    /// <summary>The role's name in the template; only known roles pass, so that a role cannot carry text into the prompt.</summary>
    public static string RoleOf(ChatMessage message) => message.Role.Value switch
    {
        "system" or "developer" => "system",
        "user" => "user",
        "assistant" => "assistant",
        "tool" => "tool",
        var other => throw new UnsupportedOptionException(
            $"Role \"{other}\"", "InternLM3 reads system, user, assistant and tool messages."),
    };

    /// <summary>Combines the conversation's own system prompt, the thinking prompt and the default; each may be null.</summary>
    public static string? SystemPrompt(
        string? given, string? thinkingPrompt, string? defaultSystemPrompt, ThinkingPromptPlacement placement) =>
        given is null ? thinkingPrompt ?? defaultSystemPrompt
        : thinkingPrompt is null ? given
        : placement == ThinkingPromptPlacement.ReplaceSystemPrompt ? thinkingPrompt
        : $"{given}\n{thinkingPrompt}";
}
