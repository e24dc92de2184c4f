using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Refuses chat options this client cannot honour, by name.</summary>
internal static class ChatOptionsCheck
{
    /// <summary>Checks everything that is not mapped.</summary>
    public static void Validate(ChatOptions options, string modelId)
    {
        Refuse(
            options.ModelId is { } asked && asked != modelId,
            nameof(options.ModelId), $"asks for \"{options.ModelId}\" and this client runs \"{modelId}\"; leave it out.");
        Refuse(
            options.Tools is { Count: > 0 } && options.ToolMode is not NoneChatToolMode,
            nameof(options.Tools), "tool calls are not supported yet; leave the tools out or set ToolMode to None.");
        Refuse(
            options.ToolMode is RequiredChatToolMode, nameof(options.ToolMode), "tool calls are not supported yet.");
        Refuse(
            options.ResponseFormat is ChatResponseFormatJson, nameof(options.ResponseFormat), "structured output is not supported yet; ask for JSON in the prompt.");
        Refuse(
            options.Reasoning is { Effort: not (null or ReasoningEffort.None) } or { Effort: null, Output: not (null or ReasoningOutput.None) },
            nameof(options.Reasoning), "thinking mode is not supported yet; use the model's thinking prompt as the system message.");
        Refuse(
            options.ConversationId is not null, nameof(options.ConversationId), "this client keeps no conversations; send the whole history.");
        Refuse(
            options.AllowBackgroundResponses == true || options.ContinuationToken is not null,
            nameof(options.AllowBackgroundResponses), "answers are generated while the caller waits.");
        Refuse(
            options.RawRepresentationFactory is not null, nameof(options.RawRepresentationFactory), $"use the keys of {nameof(ChatOptionKeys)} instead.");
    }

    private static void Refuse(bool condition, string option, string reason)
    {
        if (condition)
        {
            throw new UnsupportedOptionException(option, reason);
        }
    }
}
