using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>Questions with a mathematical answer: the prompts, and how an answer is extracted and compared.</summary>
internal static class MathQuestion
{
    /// <summary>The description of prompt and grading in reports.</summary>
    public const string Protocol =
        "The problem and \"Please reason step by step, and put your final answer within \\boxed{}.\"; "
        + "in thinking mode \"Remember to put your final answer within \\boxed{}.\" "
        + "The last box, else what follows \"answer is\", is compared mathematically; with a judge, the judge decides.";

    /// <summary>Creates a question with its answer.</summary>
    public static EvaluationItem Create(string id, string category, string problem, string gold, bool thinking) => new()
    {
        Id = id,
        Category = category,
        Messages = [new ChatMessage(ChatRole.User, Prompt(problem, thinking))],
        Gold = gold,
        CanBeJudged = true,
        Grade = answer =>
            Extract(answer) is { } extracted ? Verdict.Of(MathEquivalence.Equal(extracted, gold), extracted) : Verdict.Of(false, null),
    };

    /// <summary>The problem with the instruction of the mode.</summary>
    public static string Prompt(string problem, bool thinking) => thinking
        ? $"{problem}\nRemember to put your final answer within \\boxed{{}}."
        : $"{problem}\nPlease reason step by step, and put your final answer within \\boxed{{}}.";

    /// <summary>
    /// The content of the last box; otherwise, as in OpenCompass' <c>math_postprocess_v2</c>, the rest of the line after "final answer is",
    /// "answer is" or "final answer:"; null when there is none.
    /// </summary>
    public static string? Extract(string answer)
    {
        if (BoxedAnswer.Extract(answer) is { } boxed)
        {
            return boxed;
        }

        foreach (var marker in (string[])["final answer is", "answer is", "final answer:"])
        {
            if (answer.IndexOf(marker, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
            {
                var rest = answer.AsSpan(at + marker.Length).TrimStart(" :*\n");
                var end = rest.IndexOf('\n') is var line and >= 0 ? line : rest.Length;
                return rest[..end].TrimEnd(" .*").ToString();
            }
        }

        return null;
    }
}
