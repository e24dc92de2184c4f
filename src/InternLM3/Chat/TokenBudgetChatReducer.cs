using System.Diagnostics.CodeAnalysis;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// Keeps a conversation within a number of tokens, counted with the model's own tokenizer: system messages stay, then the most
/// recent turns that fit. A tool call and its results stay or go together. Safe for concurrent use.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">The most tokens of the messages together, template included; leave room for the answer.</param>
[Experimental("MEAI001")]
public sealed class TokenBudgetChatReducer(Tokenizer tokenizer, int maxTokens) : IChatReducer
{
    // <|im_start|>, the role and its line feed, <|im_end|>, a line feed.
    private const int TurnTokens = 6;

    private readonly Tokenizer _tokenizer = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));
    private readonly int _maxTokens = maxTokens > 0 ? maxTokens : throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, "must be above 0");

    /// <inheritdoc/>
    public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var all = messages.ToList();
        var left = _maxTokens - all.Where(IsSystem).Sum(CountTokens);
        var first = all.Count;
        foreach (var start in Enumerable.Reverse(GroupStarts(all)))
        {
            left -= all[start..first].Where(message => !IsSystem(message)).Sum(CountTokens);

            // The last group stays even when it alone is too long: what the user just asked must not vanish.
            if (left < 0 && first < all.Count)
            {
                break;
            }

            first = start;
        }

        return Task.FromResult<IEnumerable<ChatMessage>>([.. all[..first].Where(IsSystem), .. all[first..]]);
    }

    /// <summary>Where groups begin that must not be split: each user message, and what follows it up to the next one.</summary>
    private static List<int> GroupStarts(List<ChatMessage> messages)
    {
        var starts = new List<int>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (i == 0 || messages[i].Role == ChatRole.User)
            {
                starts.Add(i);
            }
        }

        return starts;
    }

    private static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System;

    private int CountTokens(ChatMessage message) => TurnTokens + message.Contents.Sum(content => content switch
    {
        TextContent text => _tokenizer.Count(text.Text),
        FunctionCallContent call => _tokenizer.Count(call.Name) + (call.Arguments?.Sum(argument => _tokenizer.Count($"{argument.Key}: {argument.Value}, ")) ?? 0),
        FunctionResultContent result => _tokenizer.Count(result.Result?.ToString() ?? ""),
        _ => 0,
    });
}
