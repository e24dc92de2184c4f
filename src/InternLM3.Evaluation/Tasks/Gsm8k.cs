using System.Globalization;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>GSM8K: school problems (OpenCompass <c>gsm8k_0shot_v2_gen</c>).</summary>
internal static class Gsm8k
{
    private const string Mark = "####";

    public static EvaluationTask Task { get; } = new()
    {
        Name = "gsm8k",
        Title = "GSM8K",
        Protocol = "The problem and \"Please reason step by step, and put your final answer within \\boxed{}.\" "
            + "The number in the box, else the last number, equals the one after ####.",
        Data = new("GSM8K's test split", 1319, ["question", "answer"]),
        CreateItems = input => input.Rows.Select((row, i) =>
        {
            var solution = row.Text("answer");
            var gold = NumberAnswer.Last(solution[(solution.LastIndexOf(Mark, StringComparison.Ordinal) + 1)..])
                ?? throw row.Wrong("answer", "a solution that ends in #### and a number");
            return new EvaluationItem
            {
                Id = (i + 1).ToString("0000", CultureInfo.InvariantCulture),
                Messages = [new ChatMessage(ChatRole.User, MathQuestion.Prompt(row.Text("question"), input.Thinking))],
                Gold = gold,
                Grade = answer => Grade(answer, gold),
            };
        }),
    };

    private static Verdict Grade(string answer, string gold)
    {
        var extracted = (BoxedAnswer.Extract(answer) is { } boxed ? NumberAnswer.Last(boxed) : null) ?? NumberAnswer.Last(answer);
        return Verdict.Of(extracted == gold, extracted);
    }
}
