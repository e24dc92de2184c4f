using System.Buffers;
using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about the number of words, sentences and paragraphs.</summary>
internal static partial class LengthRules
{
    private static readonly SearchValues<char> s_wordEnds = SearchValues.Create(".,?!'\"");

    public static bool WordCount(InstructionArguments arguments, string response) =>
        arguments.Holds("relation", Word().Count(response), arguments.Number("num_words"));

    public static bool SentenceCount(InstructionArguments arguments, string response) =>
        arguments.Holds("relation", Sentences.Count(response), arguments.Number("num_sentences"));

    // Paragraphs are separated by "***" here; a blank one inside breaks the rule.
    public static bool ParagraphCount(InstructionArguments arguments, string response)
    {
        var paragraphs = response.Split("***").Select(part => part.Trim()).ToArray();
        return !paragraphs.Skip(1).SkipLast(1).Contains("")
            && paragraphs.Count(part => part.Length > 0) == arguments.Number("num_paragraphs");
    }

    // Paragraphs are separated by blank lines here. As published, blank ones are not counted, but the n-th is found with them.
    public static bool NthParagraphFirstWord(InstructionArguments arguments, string response)
    {
        var paragraphs = response.Split("\n\n").Select(part => part.Trim()).ToArray();
        var (count, nth) = (paragraphs.Count(part => part.Length > 0), arguments.Number("nth_paragraph"));
        if (count != arguments.Number("num_paragraphs") || nth < 1 || nth > count || paragraphs[nth - 1].Length == 0)
        {
            return false;
        }

        var word = paragraphs[nth - 1].Split((char[]?)null, 2)[0].TrimStart('\'').TrimStart('"');
        var end = word.AsSpan().IndexOfAny(s_wordEnds);
        return word.AsSpan(0, end < 0 ? word.Length : end).Equals(arguments.Text("first_word"), StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
