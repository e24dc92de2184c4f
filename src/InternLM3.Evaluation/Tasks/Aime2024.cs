using System.Globalization;

namespace InternLM3.Evaluation.Tasks;

/// <summary>AIME 2024: thirty problems with whole numbers as answers (OpenCompass <c>aime2024_gen_6e39a4</c>).</summary>
internal static class Aime2024
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "aime2024",
        Title = "AIME2024",
        Protocol = MathQuestion.Protocol,
        Data = new("aime.jsonl or Hugging Face's AIME 2024", 30, ["question", "answer"], ["problem", "answer"], ["Problem", "Answer"]),
        Card = new(20.0, "0-shot, thinking"),
        CreateItems = input => input.Rows.Select((row, i) => MathQuestion.Create(
            (i + 1).ToString("00", CultureInfo.InvariantCulture),
            "",
            row.Text(row.Has("question") ? "question" : row.Has("problem") ? "problem" : "Problem"),
            row.Text(row.Has("answer") ? "answer" : "Answer"),
            input.Thinking)),
    };
}
