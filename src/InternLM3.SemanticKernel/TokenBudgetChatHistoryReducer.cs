using InternLM3.Chat;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using KernelCall = Microsoft.SemanticKernel.FunctionCallContent;
using KernelResult = Microsoft.SemanticKernel.FunctionResultContent;

namespace InternLM3.SemanticKernel;

/// <summary>
/// Keeps a <see cref="ChatHistory"/> within a number of tokens, by the rules of <see cref="TokenBudgetChatReducer"/>: it removes tool calls
/// with their results first, then whole turns, oldest first; system messages and the last question stay. Safe for concurrent use.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">The most tokens of all messages including the template; leave room for the answer.</param>
public sealed class TokenBudgetChatHistoryReducer(Tokenizer tokenizer, int maxTokens) : IChatHistoryReducer
{
#pragma warning disable MEAI001 // chat reducers are still experimental
    private readonly TokenBudgetChatReducer _reducer = new(tokenizer, maxTokens);
#pragma warning restore MEAI001

    /// <summary>Reduces a history.</summary>
    /// <param name="chatHistory">The history, which is not changed.</param>
    /// <param name="cancellationToken">Not used: the work is synchronous.</param>
    /// <returns>The remaining messages, or null when nothing is removed.</returns>
    public async Task<IEnumerable<ChatMessageContent>?> ReduceAsync(
        IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var mapper = new MessageMapper(tools: null);
        List<ChatMessage> messages = [.. chatHistory.Select(message => WithOrigin(mapper.ToClient(message), message))];
        List<ChatMessage> kept = [.. await _reducer.ReduceAsync(messages, cancellationToken).ConfigureAwait(false)];
        return kept.SequenceEqual(messages)
            ? null
            : [.. kept.Select(message => messages.Contains(message) ? Origin(message) : WithoutRemoved(message))];
    }

    // The reducer copies the messages it shortens; a copy keeps its raw representation.
    private static ChatMessage WithOrigin(ChatMessage mapped, ChatMessageContent origin)
    {
        mapped.RawRepresentation = origin;
        return mapped;
    }

    private static ChatMessageContent Origin(ChatMessage message) => (ChatMessageContent)message.RawRepresentation!;

    private static ChatMessageContent WithoutRemoved(ChatMessage message)
    {
        var origin = Origin(message);
        var calls = message.Contents.OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .Select(call => call.CallId)
            .ToHashSet(StringComparer.Ordinal);
        var results = message.Contents.OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .Select(result => result.CallId)
            .ToHashSet(StringComparer.Ordinal);
        var items = new ChatMessageContentItemCollection();
        foreach (var item in origin.Items)
        {
            if (item is not (KernelCall or KernelResult)
                || (item is KernelCall call && calls.Contains(call.Id ?? ""))
                || (item is KernelResult result && results.Contains(result.CallId ?? "")))
            {
                items.Add(item);
            }
        }

        return new ChatMessageContent(origin.Role, items, origin.ModelId, origin.InnerContent, origin.Encoding, origin.Metadata);
    }
}
