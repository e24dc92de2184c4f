using Microsoft.Extensions.AI;

namespace InternLM3.Thinking;

/// <summary>A request's thinking mode.</summary>
/// <param name="Budget">The token budget the thinking prompt names, or null for no thinking.</param>
/// <param name="Mode">How the output is split.</param>
internal readonly record struct ThinkingOptions(int? Budget, ReasoningMode Mode)
{
    /// <summary>
    /// Maps <see cref="ChatOptions.Reasoning"/>. The effort switches thinking on; without it the reasoning's output has no effect. Where
    /// the output is not set, the answer is not split.
    /// </summary>
    public static ThinkingOptions From(ReasoningOptions? reasoning) => reasoning?.Effort is not { } effort || effort == ReasoningEffort.None
        ? default
        : new ThinkingOptions(ThinkingPrompt.BudgetFor(effort), reasoning.Output switch
        {
            ReasoningOutput.Full => ReasoningMode.Split,
            ReasoningOutput.None => ReasoningMode.AnswerOnly,
            _ => ReasoningMode.Whole,
        });
}
