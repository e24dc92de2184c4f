using System.Globalization;
using System.Text.RegularExpressions;
using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation.Tasks;

/// <summary>Reads multiple-choice questions from rows, in the two forms in which benchmarks are published.</summary>
internal static class ChoiceRows
{
    /// <summary>Reads a row of a subject, with its options in the columns A to D or as a list in <c>choices</c>.</summary>
    /// <param name="row">The row; without a column <c>subject</c> the file's name is the subject.</param>
    /// <param name="text">The question's column.</param>
    /// <param name="answer">The answer's column.</param>
    public static ChoiceQuestion OfSubject(DataRow row, string text, string answer)
    {
        var subject = row.Has("subject") ? row.Text("subject") : row.Subject;
        var options = row.Has("choices") ? row.Texts("choices") : [row.Text("A"), row.Text("B"), row.Text("C"), row.Text("D")];
        return new ChoiceQuestion($"{subject}/{row.Number}", subject, row.Text(text), options, GoldOf(row, answer, options.Count));
    }

    /// <summary>Reads a row with its options in a list.</summary>
    /// <param name="row">The row.</param>
    /// <param name="place">Its index in the data.</param>
    /// <param name="subject">Its subject, or empty.</param>
    /// <param name="text">The question's column.</param>
    /// <param name="options">The options' column.</param>
    /// <param name="answer">The answer's column.</param>
    public static ChoiceQuestion WithList(DataRow row, int place, string subject, string text, string options, string answer)
    {
        var list = row.Texts(options);
        var id = (place + 1).ToString("00000", CultureInfo.InvariantCulture);
        return new ChoiceQuestion(id, subject, row.Text(text), list, GoldOf(row, answer, list.Count));
    }

    /// <summary>Creates the items: questions after examples of the same subject.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="prompt">Writes the prompt of a question.</param>
    /// <param name="answer">The text before the letter in an example's answer.</param>
    /// <param name="pattern">Finds the letter in the model's answer.</param>
    public static IEnumerable<EvaluationItem> ItemsOf(
        TaskInput input, Func<DataRow, int, ChoiceQuestion> read, Func<ChoiceQuestion, string> prompt, string answer, Regex pattern)
    {
        var examples = input.Examples.Select(read).ToLookup(question => question.Subject);
        return input.Rows.Select(read).Select(question => question.ToItem(
            prompt(question),
            ChoiceQuestion.Turns(examples[question.Subject].Take(input.FewShot), prompt, example => $"{answer}: {example.Gold}"),
            pattern));
    }

    /// <summary>The letter in an answer column, which has a letter or an index from 0.</summary>
    /// <exception cref="DataFormatException">The column has neither, or there is no such option.</exception>
    private static char GoldOf(DataRow row, string column, int options)
    {
        var text = row.Text(column).Trim();
        var place = text is [>= '0' and <= '9', ..] ? row.WholeNumber(column)
            : text is [var letter] ? ChoiceQuestion.Letters.IndexOf(letter, StringComparison.Ordinal)
            : -1;
        return place >= 0 && place < options
            ? ChoiceQuestion.Letters[place]
            : throw row.Wrong(column, $"one of the letters {ChoiceQuestion.Letters[..options]}, or its place from 0");
    }
}
