using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.SemanticKernel;

/// <summary>
/// Maps results of an <see cref="IChatClient"/> to Semantic Kernel's contents and keeps what Semantic Kernel's own bridge drops: reasoning,
/// finish reason and usage.
/// </summary>
internal static class ResultMapper
{
    /// <summary>The answer of a whole response: its last message.</summary>
    public static ChatMessageContent ToMessage(ChatResponse response, MessageMapper mapper) => mapper.ToKernel(
        response.Messages[^1], response.ModelId, response, Metadata(response.FinishReason, response.Usage, AdditionalOf(response)));

    /// <summary>One piece of a streamed response.</summary>
    public static StreamingChatMessageContent ToStreamingMessage(ChatResponseUpdate update, MessageMapper mapper)
    {
        var usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details;
        var message = new StreamingChatMessageContent(
            update.Role is { } role ? MessageMapper.RoleOf(role) : null,
            content: null,
            update,
            modelId: update.ModelId,
            metadata: Metadata(update.FinishReason, usage, update.AdditionalProperties));
        foreach (var content in update.Contents)
        {
            if (ToItem(content, mapper) is { } item)
            {
                message.Items.Add(item);
            }
        }

        return message;
    }

    private static StreamingKernelContent? ToItem(AIContent content, MessageMapper mapper) => content switch
    {
        Microsoft.Extensions.AI.TextContent text => new StreamingTextContent(text.Text),
        TextReasoningContent reasoning => new StreamingReasoningContent(reasoning.Text),
        Microsoft.Extensions.AI.FunctionCallContent call => ToUpdate(call, mapper),
        _ => null,
    };

    // A call comes complete; its name has the form that Semantic Kernel's builder splits again.
    private static StreamingFunctionCallUpdateContent ToUpdate(Microsoft.Extensions.AI.FunctionCallContent call, MessageMapper mapper)
    {
        var (plugin, function) = mapper.Split(call.Name);
        return new StreamingFunctionCallUpdateContent(
            call.CallId, plugin is null ? function : $"{plugin}-{function}",
            JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions));
    }

    // When updates are combined to a response, their additional properties become those of the message, not of the response.
    private static AdditionalPropertiesDictionary? AdditionalOf(ChatResponse response)
    {
        var all = new AdditionalPropertiesDictionary();
        foreach (var (key, value) in response.Messages
            .Select(message => message.AdditionalProperties)
            .Append(response.AdditionalProperties)
            .SelectMany(properties => properties ?? []))
        {
            all[key] = value;
        }

        return all.Count > 0 ? all : null;
    }

    private static Dictionary<string, object?>? Metadata(
        ChatFinishReason? finishReason, UsageDetails? usage, AdditionalPropertiesDictionary? additional)
    {
        if (finishReason is null && usage is null && additional is null)
        {
            return null;
        }

        var metadata = new Dictionary<string, object?>(additional ?? []);
        if (finishReason is { } reason)
        {
            metadata[InternLM3ChatCompletionService.FinishReasonKey] = reason.Value;
        }

        if (usage is not null)
        {
            metadata[InternLM3ChatCompletionService.UsageKey] = usage;
        }

        return metadata;
    }
}
