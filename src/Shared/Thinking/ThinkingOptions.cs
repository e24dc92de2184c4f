using Microsoft.Extensions.AI;

namespace InternLM3.Thinking;

/// <summary>A request's thinking mode.</summary>
/// <param name="Budget">The tokens the thinking prompt speaks of, or null for no thinking.</param>
/// <param name="Mode">What becomes of the reasoning.</param>
internal readonly record struct ThinkingOptions(int? Budget, ReasoningMode Mode)
{
    /// <summary>
    /// Maps <see cref="ChatOptions.Reasoning"/>. The effort switches thinking on; without one there is no reasoning, and its output has
    /// nothing to say. Left out, the output is not split.
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
