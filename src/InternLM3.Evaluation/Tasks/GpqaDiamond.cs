using System.Globalization;

namespace InternLM3.Evaluation.Tasks;

/// <summary>GPQA-Diamond: graduate questions (OpenCompass <c>gpqa_openai_simple_evals_gen_5aeece</c>).</summary>
internal static class GpqaDiamond
{
    private static readonly string[] s_columns =
        ["Question", "Correct Answer", "Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3"];

    // OpenCompass rotates the options by the question's number, from 1: the columns that become A, B, C, D.
    private static readonly string[] s_orders = ["ABCD", "BCDA", "CDAB", "DABC"];

    public static EvaluationTask Task { get; } = new()
    {
        Name = "gpqa-diamond",
        Title = "GPQA-Diamond",
        Protocol = "simple-evals' prompt; options turned by the question's number, as OpenCompass does. "
            + "The first \"ANSWER: X\" is the right letter.",
        Data = new("gpqa_diamond.csv", 198, s_columns),
        Card = new(37.4, "0-shot"),
        CreateItems = input => input.Rows.Select((row, i) =>
        {
            var order = s_orders[(i + 1) % s_orders.Length];
            string[] options = [.. order.Select(letter => row.Text(s_columns[1 + letter - 'A']).Trim())];
            var question = new ChoiceQuestion(
                (i + 1).ToString("000", CultureInfo.InvariantCulture),
                row.Has("High-level domain") ? row.Text("High-level domain") : "",
                row.Text("Question"),
                options,
                ChoiceQuestion.Letters[order.IndexOf('A', StringComparison.Ordinal)]);
            return question.ToItem(question.Prompt, [], ChoiceQuestion.AnswerOfFour);
        }),
    };
}
