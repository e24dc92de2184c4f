using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.SemanticKernel;

/// <summary>Maps results of an <see cref="IChatClient"/> to Semantic Kernel's contents and keeps what its own bridge drops: finish reason and usage.</summary>
internal static class ResultMapper
{
    /// <summary>The answer of a whole response.</summary>
    public static ChatMessageContent ToMessage(ChatResponse response) => new(
        AuthorRole.Assistant,
        response.Text,
        response.ModelId,
        response,
        metadata: Metadata(response.FinishReason, response.Usage, AdditionalOf(response)));

    /// <summary>One piece of a streamed response.</summary>
    public static StreamingChatMessageContent ToStreamingMessage(ChatResponseUpdate update)
    {
        var usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details;
        return new StreamingChatMessageContent(
            AuthorRole.Assistant,
            update.Text,
            update,
            modelId: update.ModelId,
            metadata: Metadata(update.FinishReason, usage, update.AdditionalProperties));
    }

    // Where updates become a response, their additional properties are those of the message and not of the response.
    private static AdditionalPropertiesDictionary? AdditionalOf(ChatResponse response)
    {
        var all = new AdditionalPropertiesDictionary();
        foreach (var (key, value) in response.Messages.Select(message => message.AdditionalProperties).Append(response.AdditionalProperties).SelectMany(properties => properties ?? []))
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
