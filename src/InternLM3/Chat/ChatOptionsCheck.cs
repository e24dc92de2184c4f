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
            options.ToolMode is RequiredChatToolMode, nameof(options.ToolMode), "calls cannot be forced yet; use Auto and say in the prompt which tool to call.");
        Refuse(
            options.ResponseFormat is ChatResponseFormatJson, nameof(options.ResponseFormat), "structured output is not supported yet; ask for JSON in the prompt.");
        Refuse(
            options.Reasoning?.Output == ReasoningOutput.Summary,
            $"{nameof(options.Reasoning)}.{nameof(options.Reasoning.Output)}", "the model writes no summaries of its reasoning; use Full or None.");
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
