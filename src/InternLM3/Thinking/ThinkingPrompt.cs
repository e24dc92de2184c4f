using System.Globalization;
using Microsoft.Extensions.AI;

namespace InternLM3.Thinking;

/// <summary>
/// The system prompt that makes InternLM3 think: the model has no other switch and no think tags. The model card gives it in place
/// of the normal system prompt (Apache-2.0).
/// </summary>
public static class ThinkingPrompt
{
    /// <summary>The number of tokens the model card's prompt speaks of.</summary>
    public const int DefaultBudget = 8192;

    private const string Opening =
        "You are an expert mathematician with extensive experience in mathematical competitions. You approach problems through "
        + "systematic thinking and rigorous reasoning. When solving problems, follow these thought processes:";

    private const string Reflection =
        "Your response should reflect deep mathematical understanding and precise logical thinking, making your solution path and "
        + "reasoning clear to others.";

    private const string Closing =
        "Focus on clear, logical progression of ideas and thorough explanation of your mathematical reasoning. Provide answers in the "
        + @"same language as the user asking the question, repeat the final answer using a '\boxed{}' without any units, you have "
        + "[[8192]] tokens to complete the answer.";

    /// <summary>The model card's prompt, byte for byte: 2,382 characters, the line feed at its end included.</summary>
    public static string Default { get; } =
        $"""
        {Opening}
        ## Deep Understanding
        Take time to fully comprehend the problem before attempting a solution. Consider:
        - What is the real question being asked?
        - What are the given conditions and what do they tell us?
        - Are there any special restrictions or assumptions?
        - Which information is crucial and which is supplementary?
        ## Multi-angle Analysis
        Before solving, conduct thorough analysis:
        - What mathematical concepts and properties are involved?
        - Can you recall similar classic problems or solution methods?
        - Would diagrams or tables help visualize the problem?
        - Are there special cases that need separate consideration?
        ## Systematic Thinking
        Plan your solution path:
        - Propose multiple possible approaches
        - Analyze the feasibility and merits of each method
        - Choose the most appropriate method and explain why
        - Break complex problems into smaller, manageable steps
        ## Rigorous Proof
        During the solution process:
        - Provide solid justification for each step
        - Include detailed proofs for key conclusions
        - Pay attention to logical connections
        - Be vigilant about potential oversights
        ## Repeated Verification
        After completing your solution:
        - Verify your results satisfy all conditions
        - Check for overlooked special cases
        - Consider if the solution can be optimized or simplified
        - Review your reasoning process
        Remember:
        1. Take time to think thoroughly rather than rushing to an answer
        2. Rigorously prove each key conclusion
        3. Keep an open mind and try different approaches
        4. Summarize valuable problem-solving methods
        5. Maintain healthy skepticism and verify multiple times
        {Reflection}
        When you're ready, present your complete solution with:
        - Clear problem understanding
        - Detailed solution process
        - Key insights
        - Thorough verification
        {Closing}

        """.ReplaceLineEndings("\n");

    /// <summary>The prompt with another number of tokens in <c>[[8192]]</c>; the model card documents no other number than 8192.</summary>
    /// <param name="budget">At least 1.</param>
    public static string Create(int budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 1);
        return Default.Replace("[[8192]]", string.Create(CultureInfo.InvariantCulture, $"[[{budget}]]"), StringComparison.Ordinal);
    }

    /// <summary>
    /// The tokens an effort may take: 2,048, 4,096, 8,192 and 16,384 from <see cref="ReasoningEffort.Low"/> to
    /// <see cref="ReasoningEffort.ExtraHigh"/>. <see cref="ReasoningEffort.High"/> is the model card's; the others are powers of two
    /// beside it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ReasoningEffort.None"/>, or no effort at all.</exception>
    public static int BudgetFor(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => 2048,
        ReasoningEffort.Medium => 4096,
        ReasoningEffort.High => DefaultBudget,
        ReasoningEffort.ExtraHigh => 16384,
        _ => throw new ArgumentOutOfRangeException(nameof(effort), effort, "is no effort that thinks; take one from Low to ExtraHigh."),
    };
}
