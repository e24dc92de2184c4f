namespace InternLM3.Evaluation.Tasks;

/// <summary>MMLU: 57 subjects (OpenCompass <c>mmlu_openai_simple_evals_gen_b618ea</c>).</summary>
internal static class Mmlu
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "mmlu",
        Title = "MMLU",
        Protocol = "simple-evals' prompt. The first \"ANSWER: X\" is the right letter; the score is the unweighted mean of the subjects.",
        Data = new(
            "MMLU's test split: a folder of <subject>_test.csv, or Hugging Face's",
            14042,
            ["question", "choices", "answer"],
            ["question", "A", "B", "C", "D", "answer"])
        {
            UnnamedColumns = ["question", "A", "B", "C", "D", "answer"],
        },
        IsMeanOfCategories = true,
        TakesExamples = true,
        Card = new(76.6, "0-shot"),
        CreateItems = input => ChoiceRows.ItemsOf(
            input,
            (row, _) => ChoiceRows.OfSubject(row, "question", "answer"),
            question => question.Prompt,
            "ANSWER",
            ChoiceQuestion.AnswerOfFour),
    };
}
