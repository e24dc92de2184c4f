using System.Text.RegularExpressions;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>A multiple-choice question: its text, its options by letter, and the correct letter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Subject">Its subject, or empty.</param>
/// <param name="Text">The question.</param>
/// <param name="Options">The options in order, starting with A.</param>
/// <param name="Gold">The correct letter.</param>
internal sealed partial record ChoiceQuestion(string Id, string Subject, string Text, IReadOnlyList<string> Options, char Gold)
{
    /// <summary>The letters options can have.</summary>
    public const string Letters = "ABCDEFGHIJKLMNOP";

    /// <summary>simple-evals' instruction, which OpenCompass' MMLU and GPQA use.</summary>
    public const string Instruction =
        "Answer the following multiple choice question. The last line of your response should be of the following format: "
        + "'ANSWER: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.";

    /// <summary>The options as <c>A) text</c>, one per line.</summary>
    public string Listed => string.Join('\n', Options.Select((option, i) => $"{Letters[i]}) {option}"));

    /// <summary>The question in simple-evals' form.</summary>
    public string Prompt => $"{Instruction}\n\n{Text}\n\n{Listed}";

    /// <summary>Creates the item: the question after examples, graded by the pattern of its benchmark.</summary>
    /// <param name="prompt">The prompt with the question.</param>
    /// <param name="examples">The turns before it.</param>
    /// <param name="pattern">
    /// Finds the letter as its first group. The first match counts, and a small letter is a wrong answer, as in OpenCompass.
    /// </param>
    public EvaluationItem ToItem(string prompt, IEnumerable<ChatMessage> examples, Regex pattern) => new()
    {
        Id = Id,
        Category = Subject,
        Messages = [.. examples, new ChatMessage(ChatRole.User, prompt)],
        Gold = $"{Gold}",
        Grade = answer =>
        {
            var letter = pattern.Match(answer) is { Success: true } match ? match.Groups[1].Value : null;
            var any = OptionLetter.Extract(answer, Letters[..Options.Count]);
            return Verdict.Of(letter == $"{Gold}", letter) with
            {
                Measures = new Dictionary<string, Measure> { ["accuracy, any form of the answer"] = new(any == Gold ? 1 : 0, 1) },
            };
        },
    };

    /// <summary>Examples as turns: each is asked in the same form and answered with its letter.</summary>
    public static IEnumerable<ChatMessage> Turns(
        IEnumerable<ChoiceQuestion> examples, Func<ChoiceQuestion, string> prompt, Func<ChoiceQuestion, string> answer) =>
        examples.SelectMany(example => (ChatMessage[])[new(ChatRole.User, prompt(example)), new(ChatRole.Assistant, answer(example))]);

    /// <summary><c>Answer: X</c>, simple-evals' pattern for four options.</summary>
    [GeneratedRegex(@"(?i)ANSWER\s*:\s*([A-D])")]
    public static partial Regex AnswerOfFour { get; }

    /// <summary><c>Answer: X</c> for sixteen options.</summary>
    [GeneratedRegex(@"(?i)ANSWER\s*:\s*([A-P])")]
    public static partial Regex AnswerOfSixteen { get; }

    /// <summary><c>答案: X</c>, the Chinese form for four options.</summary>
    [GeneratedRegex(@"(?i)答案\s*:\s*[\W]*([A-D])[\W]*")]
    public static partial Regex ChineseAnswer { get; }
}
