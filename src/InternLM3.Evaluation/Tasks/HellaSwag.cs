using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>HellaSwag: how a text goes on, after ten examples (OpenCompass <c>hellaswag_10shot_gen_e42710</c>).</summary>
internal static class HellaSwag
{
    public static EvaluationTask Task { get; } = new()
    {
        Name = "hellaswag",
        Title = "HellaSwag",
        Protocol = "The text, four ways it may go on, \"What is the right option?\", after the first ten examples as turns. "
            + "The first option letter is the right one.",
        Data = new("HellaSwag's validation split; --examples: its training split", 10042, ["ctx", "endings", "label"]),
        TakesExamples = true,
        DefaultFewShot = 10,
        Card = new(91.2, "10-shot"),
        CreateItems = input =>
        {
            ChatMessage[] turns =
                [.. ChoiceQuestion.Turns(input.Examples.Take(input.FewShot).Select(Read), Ask, example => $"{example.Gold}\n")];
            return input.Rows.Select(Read).Select(question => Item(question, turns));
        },
    };

    private static ChoiceQuestion Read(DataRow row, int place) => ChoiceRows.WithList(row, place, subject: "", "ctx", "endings", "label");

    // The instruction comes once, before all turns.
    private static EvaluationItem Item(ChoiceQuestion question, ChatMessage[] turns)
    {
        ChatMessage[] messages = [.. turns, new(ChatRole.User, Ask(question))];
        messages[0] = new ChatMessage(
            ChatRole.User,
            $"Continue the following text without adding any additional information or formatting:\n\n{messages[0].Text}");
        return new EvaluationItem
        {
            Id = question.Id,
            Messages = messages,
            Gold = $"{question.Gold}",
            Grade = answer =>
            {
                var letter = OptionLetter.Extract(answer, ChoiceQuestion.Letters[..question.Options.Count]);
                return Verdict.Of(letter == question.Gold, letter?.ToString());
            },
        };
    }

    private static string Ask(ChoiceQuestion question) => $"{question.Text}\n{question.Listed}\nWhat is the right option?";
}
