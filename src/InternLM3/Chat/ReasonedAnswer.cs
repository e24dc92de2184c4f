using InternLM3.Constraints;
using InternLM3.Generation;
using InternLM3.Tokenization;

namespace InternLM3.Chat;

/// <summary>
/// The second phase of an answer that is thought through and then given in a format: after the thinking, which is free text,
/// <see cref="Continuation"/> is added to the prompt, and what follows is constrained to the format.
/// </summary>
/// <param name="Constraint">The format.</param>
/// <param name="MaxTokens">The most tokens of both phases together, or null for what is left of the context.</param>
internal sealed record ReasonedAnswer(ITokenConstraint Constraint, int? MaxTokens)
{
    /// <summary>What stands between the thinking and the answer in the model's turn.</summary>
    public const string Continuation = "\n\nThe final answer as JSON:\n";

    // Of the tokens of both phases, what the thinking may use at most: the answer must have room.
    private const double ThinkingShare = 0.75;

    /// <summary>The most tokens of the thinking.</summary>
    /// <param name="budget">The thinking mode's own budget.</param>
    /// <param name="contextLeft">Tokens the context has after the prompt.</param>
    public int MaxThinkingTokens(int budget, int contextLeft) =>
        Math.Max(1, Math.Min(budget, (int)(ThinkingShare * Math.Min(MaxTokens ?? contextLeft, contextLeft))));

    /// <summary>Returns the request of the second phase.</summary>
    public GenerationRequest After(GenerationRequest thinking, IReadOnlyCollection<int> thought, Tokenizer tokenizer) => thinking with
    {
        Prompt = (int[])[.. thinking.Prompt.Span, .. thought, .. tokenizer.Encode(Continuation)],
        Constraint = Constraint,
        MaxNewTokens = MaxTokens is { } most ? Math.Max(1, most - thought.Count) : null,
        MinNewTokens = 0,
    };
}
