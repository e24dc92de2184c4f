using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using KernelText = Microsoft.SemanticKernel.TextContent;

namespace InternLM3.SemanticKernel;

/// <summary>
/// InternLM3 as Semantic Kernel's chat completion and text generation service, over an <see cref="IChatClient"/>. The metadata of
/// results, streamed or not, has the finish reason and the usage under <see cref="FinishReasonKey"/> and <see cref="UsageKey"/>;
/// reasoning and calls are among the items. Safe for concurrent use.
/// </summary>
public sealed class InternLM3ChatCompletionService : IChatCompletionService, ITextGenerationService
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
    /// <remarks>
    /// Invoked calls and their results are added to the history, as other connectors do; the answer is not.
    /// </remarks>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var (messages, options, mapper) = Prepare(chatHistory, executionSettings, kernel);
        var response = await _client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        AddCalls(chatHistory, response, mapper);
        return [ResultMapper.ToMessage(response, mapper)];
    }

    /// <inheritdoc/>
    /// <remarks>Invoked calls and their results are added to the history when the stream ends.</remarks>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (messages, options, mapper) = Prepare(chatHistory, executionSettings, kernel);
        var updates = options?.Tools is { Count: > 0 } ? new List<ChatResponseUpdate>() : null;
        await foreach (var update in _client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates?.Add(update);
            yield return ResultMapper.ToStreamingMessage(update, mapper);
        }

        if (updates is not null)
        {
            AddCalls(chatHistory, updates.ToChatResponse(), mapper);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KernelText>> GetTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var answers = await GetChatMessageContentsAsync(Ask(prompt), executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        return [.. answers.Select(answer => new KernelText(answer.Content, answer.ModelId, answer, metadata: answer.Metadata))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pieces = GetStreamingChatMessageContentsAsync(Ask(prompt), executionSettings, kernel, cancellationToken);
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            yield return new StreamingTextContent(piece.Content, modelId: piece.ModelId, innerContent: piece, metadata: piece.Metadata);
        }
    }

    private static ChatHistory Ask(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return [new ChatMessageContent(AuthorRole.User, prompt)];
    }

    private static (List<ChatMessage> Messages, ChatOptions? Options, MessageMapper Mapper) Prepare(
        ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel)
    {
        ArgumentNullException.ThrowIfNull(history);
        var own = InternLM3PromptExecutionSettings.FromExecutionSettings(settings);
        var options = own.ToChatOptions(kernel);
        var mapper = new MessageMapper(options?.Tools);
        if (options?.Tools is { Count: > 0 } tools && !InvokesCalls(own, history, kernel))
        {
            // The caller invokes the calls: with mere declarations the client has nothing to invoke.
            options.Tools = [.. tools.Select(tool => tool is AIFunction function ? function.AsDeclarationOnly() : tool)];
        }

        return ([.. history.Select(mapper.ToClient)], options, mapper);
    }

    private static bool InvokesCalls(PromptExecutionSettings settings, ChatHistory history, Kernel? kernel) =>
        settings.FunctionChoiceBehavior?
            .GetConfiguration(new FunctionChoiceBehaviorConfigurationContext(history) { Kernel = kernel })
            .AutoInvoke ?? true;

    private static void AddCalls(ChatHistory history, ChatResponse response, MessageMapper mapper)
    {
        foreach (var message in response.Messages.SkipLast(1))
        {
            history.Add(mapper.ToKernel(message, response.ModelId, message));
        }
    }
}
