using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;

namespace InternLM3.SemanticKernel;

/// <summary>
/// InternLM3 as Semantic Kernel's chat completion service, over an <see cref="IChatClient"/>. Finish reason and usage are in the
/// metadata of results, streaming and not, under <see cref="FinishReasonKey"/> and <see cref="UsageKey"/>. Safe for concurrent use.
/// </summary>
public sealed class InternLM3ChatCompletionService : IChatCompletionService
{
    /// <summary>The metadata key of the finish reason, a string such as <c>stop</c> or <c>length</c>.</summary>
    public const string FinishReasonKey = "FinishReason";

    /// <summary>The metadata key of the token counts, a <see cref="UsageDetails"/>.</summary>
    public const string UsageKey = "Usage";

    private readonly IChatClient _client;

    /// <summary>Creates the service over a client, which stays the caller's to dispose.</summary>
    public InternLM3ChatCompletionService(IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        var metadata = client.GetService<ChatClientMetadata>();
        Attributes = metadata?.DefaultModelId is { } id
            ? new Dictionary<string, object?> { [AIServiceExtensions.ModelIdKey] = id }
            : new Dictionary<string, object?>();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var (messages, options) = Prepare(chatHistory, executionSettings, kernel);
        var response = await _client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        return [ResultMapper.ToMessage(response)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (messages, options) = Prepare(chatHistory, executionSettings, kernel);
        await foreach (var update in _client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            yield return ResultMapper.ToStreamingMessage(update);
        }
    }

    private static (List<ChatMessage> Messages, ChatOptions? Options) Prepare(
        ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel)
    {
        ArgumentNullException.ThrowIfNull(history);
        return ([.. history.Select(message => message.ToChatMessage())], InternLM3PromptExecutionSettings.FromExecutionSettings(settings).ToChatOptions(kernel));
    }
}
