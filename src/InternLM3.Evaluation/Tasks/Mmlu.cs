using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation.Tasks;

/// <summary>MMLU: 57 subjects (OpenCompass <c>mmlu_openai_simple_evals_gen_b618ea</c>).</summary>
internal static class Mmlu
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "mmlu",
        Title = "MMLU",
        Protocol = "simple-evals' prompt. The first \"ANSWER: X\" is the right letter; the score is the unweighted mean of the subjects.",
        Data = new("MMLU's test split: a folder of <subject>_test.csv, or Hugging Face's", 14042, ["question", "choices", "answer"], ["question", "A", "B", "C", "D", "answer"])
        {
            UnnamedColumns = ["question", "A", "B", "C", "D", "answer"],
        },
        IsMeanOfCategories = true,
        TakesExamples = true,
        Card = new(76.6, "0-shot"),
        CreateItems = input =>
        {
            var examples = input.Examples.Select(Read).ToLookup(question => question.Subject);
            return input.Rows.Select(Read).Select(question => question.ToItem(
                question.Prompt,
                ChoiceQuestion.Turns(examples[question.Subject].Take(input.FewShot), example => example.Prompt, example => $"ANSWER: {example.Gold}"),
                ChoiceQuestion.AnswerOfFour));
        },
    };

    private static ChoiceQuestion Read(DataRow row)
    {
        var subject = row.Has("subject") ? row.Text("subject") : row.Subject;
        var options = row.Has("choices") ? row.Texts("choices") : [row.Text("A"), row.Text("B"), row.Text("C"), row.Text("D")];
        return new ChoiceQuestion($"{subject}/{row.Number}", subject, row.Text("question"), options, ChoiceQuestion.GoldOf(row, "answer", options.Count));
    }
}
