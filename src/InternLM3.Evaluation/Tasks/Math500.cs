using System.Globalization;
using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tasks;

/// <summary>
/// MATH-500: competition problems (OpenCompass <c>math_prm800k_500_0shot_cot_gen</c>; in thinking mode
/// <c>eval_internlm3_math500_thinking</c>).
/// </summary>
internal static class Math500
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "math500",
        Title = "MATH-500",
        Protocol = MathQuestion.Protocol,
        Data = new("test_prm800k_500.json or Hugging Face's MATH-500", 500, ["problem", "answer"], ["problem", "solution"]),
        Card = new(83.0, "0-shot, thinking"),
        CreateItems = input => input.Rows.Select((row, i) => MathQuestion.Create(
            (i + 1).ToString("000", CultureInfo.InvariantCulture),
            row.Has("subject") ? row.Text("subject") : row.Has("type") ? row.Text("type") : "",
            row.Text("problem"),
            row.Has("answer")
                ? row.Text("answer")
                : BoxedAnswer.Extract(row.Text("solution")) ?? throw row.Wrong("solution", "a \\boxed{} answer"),
            input.Thinking)),
    };
}
