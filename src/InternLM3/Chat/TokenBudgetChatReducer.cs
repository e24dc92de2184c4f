using System.Diagnostics.CodeAnalysis;
using InternLM3.Tokenization;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// Keeps a conversation within a number of tokens, counted with the model's own tokenizer. System messages and the question asked last
/// stay. First to go are tool calls with their results (an answer built on them tells what mattered), those of earlier turns before those
/// of the last turn, oldest first; then whole turns, oldest first. A call and its results stay or go together; the newest of the last turn
/// always stay. Safe for concurrent use.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">The most tokens of the messages together, template included; leave room for the answer.</param>
[Experimental("MEAI001")]
public sealed class TokenBudgetChatReducer(Tokenizer tokenizer, int maxTokens) : IChatReducer
{
    // <|im_start|>, the role and its line feed, <|im_end|>, a line feed.
    private const int TurnTokens = 6;
    private const int CallTokens = 4;

    private readonly Tokenizer _tokenizer = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));
    private readonly int _maxTokens = maxTokens > 0
        ? maxTokens
        : throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, "must be above 0");

    /// <inheritdoc/>
    public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var kept = messages.ToList();
        var tokens = kept.Sum(CountTokens);
        foreach (var exchange in Exchanges(kept))
        {
            if (tokens <= _maxTokens)
            {
                break;
            }

            tokens -= Remove(kept, exchange);
        }

        while (tokens > _maxTokens && OldestTurn(kept) is { Count: > 0 } turn)
        {
            tokens -= turn.Sum(CountTokens);
            kept.RemoveAll(turn.Contains);
        }

        return Task.FromResult<IEnumerable<ChatMessage>>(kept);
    }

    /// <summary>
    /// Returns the exchanges that may go, oldest first, as the call ids of one message each. The last exchange of the last turn is not
    /// among them: the model answers it next.
    /// </summary>
    private static List<HashSet<string>> Exchanges(List<ChatMessage> messages)
    {
        var lastQuestion = messages.FindLastIndex(message => message.Role == ChatRole.User);
        var calls = messages
            .Select((message, i) => (Index: i, Ids: CallIds(message)))
            .Where(exchange => exchange.Ids.Count > 0)
            .ToList();
        return [.. calls.Where((exchange, i) => exchange.Index < lastQuestion || i < calls.Count - 1).Select(exchange => exchange.Ids)];
    }

    /// <summary>Removes calls and their results; text beside a call stays. Returns the tokens saved.</summary>
    private int Remove(List<ChatMessage> messages, HashSet<string> callIds)
    {
        var saved = 0;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            var message = messages[i];
            List<AIContent> rest = [.. message.Contents.Where(content => content switch
            {
                FunctionCallContent call => !callIds.Contains(call.CallId),
                FunctionResultContent result => !callIds.Contains(result.CallId),
                _ => true,
            })];
            if (rest.Count == message.Contents.Count)
            {
                continue;
            }

            saved += CountTokens(message);
            if (rest.Exists(content =>
                content is not UsageContent && !(content is TextContent text && string.IsNullOrWhiteSpace(text.Text))))
            {
            // A copy: the message belongs to the caller's history.
                messages[i] = message.Clone();
                messages[i].Contents = rest;
                saved -= CountTokens(messages[i]);
            }
            else
            {
                messages.RemoveAt(i);
            }
        }

        return saved;
    }

    /// <summary>Returns the messages before the second question, without system messages; none when there is no second one.</summary>
    private static List<ChatMessage> OldestTurn(List<ChatMessage> messages)
    {
        var turns = messages.Where(message => !IsSystem(message)).ToList();
        var second = turns.Count > 1 ? turns.FindIndex(1, message => message.Role == ChatRole.User) : -1;
        return second > 0 ? turns[..second] : [];
    }

    private static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System;

    private static HashSet<string> CallIds(ChatMessage message) =>
        message.Contents.OfType<FunctionCallContent>().Select(call => call.CallId).ToHashSet(StringComparer.Ordinal);

    // As the template writes them, rounded up: a call is JSON between four tokens, every result a turn of its own with a longer role.
    private int CountTokens(ChatMessage message) => TurnTokens + message.Contents.Sum(content => content switch
    {
        TextContent text => _tokenizer.Count(text.Text),
        FunctionCallContent call => CallTokens + _tokenizer.Count(ToolText.Call(call)),
        FunctionResultContent result => TurnTokens + _tokenizer.Count("environment name=") + _tokenizer.Count(ToolText.Result(result)),
        _ => 0,
    });
}
