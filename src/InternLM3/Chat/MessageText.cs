using System.Text;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Reads the text of a message, and refuses by name what the model cannot read.</summary>
internal static class MessageText
{
    /// <summary>The message's text. Earlier reasoning is left out; images, files, tool calls and the like are refused.</summary>
    public static string Of(ChatMessage message)
    {
        if (message.Contents is [TextContent only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        foreach (var content in message.Contents)
        {
            text.Append(content switch
            {
                TextContent part => part.Text,
                TextReasoningContent or UsageContent => "",
                _ => throw new UnsupportedOptionException(content.GetType().Name, "InternLM3 reads text; this content cannot be given to it."),
            });
        }

        return text.ToString();
    }
}
