namespace InternLM3.Evaluation.Tasks;

/// <summary>CMMLU: 67 subjects in Chinese (OpenCompass <c>cmmlu_0shot_cot_gen_305931</c>).</summary>
internal static class Cmmlu
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "cmmlu",
        Title = "CMMLU",
        Protocol = "simple-evals' prompt in Chinese, with the subject's name. The first \"答案: X\" is the right letter; "
            + "the score is the unweighted mean of the subjects.",
        Data = new("CMMLU's test split: a folder of <subject>.csv", 11582, ["Question", "A", "B", "C", "D", "Answer"]),
        IsMeanOfCategories = true,
        TakesExamples = true,
        Card = new(83.1, "0-shot"),
        CreateItems = input => ChoiceRows.ItemsOf(
            input, (row, _) => ChoiceRows.OfSubject(row, "Question", "Answer"), Prompt, "答案", ChoiceQuestion.ChineseAnswer),
    };

    private static string Prompt(ChoiceQuestion question) =>
        $"请回答以下关于{CmmluSubjects.NameOf(question.Subject)}的单项选择题, 你回答的最后一行**必须**是以下格式 '答案: $选项' (不带引号), "
        + $"其中选项是ABCD之一. 请在回答之前一步步思考.\n\n{question.Text}\n\n{question.Listed}";
}
