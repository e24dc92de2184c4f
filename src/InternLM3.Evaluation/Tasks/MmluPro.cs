namespace InternLM3.Evaluation.Tasks;

/// <summary>MMLU-Pro: up to ten options in fourteen categories (OpenCompass <c>mmlu_pro_0shot_cot_gen_08c1de</c>).</summary>
internal static class MmluPro
{
    private const string Instruction =
        "Answer the following multiple choice question. The last line of your response should be of the following format: "
        + "'ANSWER: $LETTER' (without quotes) where LETTER is one of Options(e.g. one of ABCDEFGHIJKLMNOP). "
        + "Think step by step before answering.";

    public static EvaluationTask Task { get; } = new()
    {
        Name = "mmlu-pro",
        Title = "MMLU-Pro",
        Protocol = "OpenCompass' prompt with the options as \"A. text\". The first \"ANSWER: X\" is the right letter; "
            + "the score is the unweighted mean of the categories.",
        Data = new("MMLU-Pro's test split", 12032, ["question", "options", "answer", "category"]),
        IsMeanOfCategories = true,
        TakesExamples = true,
        Card = new(57.6, "0-shot"),
        CreateItems = input => ChoiceRows.ItemsOf(
            input,
            (row, place) => ChoiceRows.WithList(row, place, row.Text("category"), "question", "options", "answer"),
            Prompt,
            "ANSWER",
            ChoiceQuestion.AnswerOfSixteen),
    };

    // A missing option ("N/A") keeps its letter.
    private static string Prompt(ChoiceQuestion question) =>
        $"{Instruction}\n\nQuestion:\n{question.Text}\n\nOptions:\n"
        + string.Join('\n', question.Options.Index()
            .Where(option => option.Item != "N/A")
            .Select(option => $"{ChoiceQuestion.Letters[option.Index]}. {option.Item}"));
}
