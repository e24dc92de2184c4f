using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Refuses chat options this client cannot honour, by name.</summary>
internal static class ChatOptionsCheck
{
    /// <summary>Checks every option that is not mapped.</summary>
    public static void Validate(ChatOptions options, string modelId, OptionPolicy policy)
    {
        policy.LeaveOut(
            options.ModelId is { } asked && asked != modelId,
            nameof(options.ModelId), $"asks for \"{options.ModelId}\" and this client runs \"{modelId}\"; leave it out.");
        policy.LeaveOut(
            options.AllowBackgroundResponses == true,
            nameof(options.AllowBackgroundResponses), "answers are generated while the caller waits.");
        OptionPolicy.Refuse(
            options.MaxOutputTokens <= 0, nameof(options.MaxOutputTokens), $"must be above 0 and is {options.MaxOutputTokens}.");
        OptionPolicy.Refuse(
            options.ToolMode is RequiredChatToolMode && options.Tools is not { Count: > 0 },
            nameof(options.ToolMode), "requires a call and there are no tools to call.");
        OptionPolicy.Refuse(
            options.Reasoning?.Output == ReasoningOutput.Summary,
            $"{nameof(options.Reasoning)}.{nameof(options.Reasoning.Output)}",
            "the model writes no summaries of its reasoning; use Full or None.");
        OptionPolicy.Refuse(
            options.ConversationId is not null,
            nameof(options.ConversationId), "this client keeps no conversations; send the whole history.");
        OptionPolicy.Refuse(
            options.ContinuationToken is not null, nameof(options.ContinuationToken), "this client gives none out; ask again.");
    }
}
