using InternLM3.AspNetCore.Wire;
using Microsoft.Extensions.AI;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The usage of a request with one or more answers.</summary>
internal static class UsageSum
{
    /// <summary>Adds up answers to one prompt, which counts once; what was reused of it is what its first run reused.</summary>
    public static Usage OfAnswers(IReadOnlyList<UsageDetails?> answers) => Of(
        answers[0]?.InputTokenCount ?? 0,
        answers[0]?.CachedInputTokenCount ?? 0,
        answers.Sum(usage => usage?.OutputTokenCount ?? 0),
        answers.Sum(usage => usage?.ReasoningTokenCount ?? 0));

    /// <summary>A usage.</summary>
    public static Usage Of(long prompt, long cached, long completion, long reasoning) => new()
    {
        PromptTokens = prompt,
        CompletionTokens = completion,
        TotalTokens = prompt + completion,
        PromptTokensDetails = new PromptTokensDetails { CachedTokens = cached },
        CompletionTokensDetails = new CompletionTokensDetails { ReasoningTokens = reasoning },
    };
}
