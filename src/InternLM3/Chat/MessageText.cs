using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Reads plain text, and refuses by name what the model cannot read.</summary>
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
}
