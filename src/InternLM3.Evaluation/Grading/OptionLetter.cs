using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading;

/// <summary>Finds the letter chosen by a multiple-choice answer.</summary>
/// <remarks>
/// The rules, in this order: simple-evals' <c>Answer: X</c> (also bold, in brackets, in a box), a box, the patterns of OpenCompass'
/// <c>first_option_postprocess</c> in Chinese and English (<c>答案是 X</c>, <c>故选 X</c>, <c>the answer is X</c>, a letter at the end or
/// the beginning), a letter by itself. Within one rule the first match counts. Unlike in OpenCompass, a letter inside a word is never
/// taken; an answer without a letter is wrong.
/// </remarks>
internal static class OptionLetter
{
    private static readonly ConcurrentDictionary<string, Regex[]> s_rules = new(StringComparer.Ordinal);

    // What may come between the words and the letter: emphasis, brackets, mathematics, "option".
    private const string Open =
        @"[\s*_`""'“‘$(（\[【{]*(?:\\?(?:boxed|text|mathrm|mathbf|textbf)\s*\{[\s$({]*(?:\\(?:text|mathrm|mathbf|textbf)\s*\{)?\s*)?"
        + @"(?:(?:[Oo]ption|[Cc]hoice|选项)\s*)?[*_`""'“‘$(（\[【]*";

    /// <summary>Finds the letter.</summary>
    /// <param name="answer">The model's output; any text.</param>
    /// <param name="letters">The letters of the options, in capitals and in order.</param>
    /// <returns>The letter, or null when the text chooses none.</returns>
    public static char? Extract(string answer, string letters = "ABCD")
    {
        foreach (var rule in s_rules.GetOrAdd(letters, Build))
        {
            if (rule.Match(answer) is { Success: true } match)
            {
                return char.ToUpperInvariant(match.Groups[1].Value[0]);
            }
        }

        return null;
    }

    private static Regex[] Build(string letters)
    {
        var any = $"([{Regex.Escape(letters)}])(?![A-Za-z'’])";
        var small = $"([{Regex.Escape(letters.ToLowerInvariant())}])";
        string[] patterns =
        [
            $@"(?i:answer)[*_]*\s*[:：]{Open}{any}",
            $@"(?i:answer)[*_]*\s*[:：]{Open}{small}[*_`)）}}\].\s]*$",
            $@"\\(?:boxed|fbox)\s*\{{{Open}{any}",
            $@"答案(?:应该|应当|应)?[是为选]?\s*[:：]?\s*\W*(?:选项)?{Open}{any}",
            $@"(?i:(?:answer|option|choice)(?: to the question)? (?:is|would be|should be|must be))\s*:?{Open}{any}",
            $@"(?:应选|故选|选择?)\s*[:：]?{Open}{any}",
            $@"只有选?项?\s*{any}\s*是?(?:不?对|错|不?正确|错误)",
            $@"说法(?:不?对|不?正确|错误)的?选?项?的?是?\s*{any}",
            $@"{any}\s*选?项?\s*是?(?:正确|对)的?",
            $@"(?i:{any}\)? is (?:the )?(?:correct|right|best))",
            $@"(?:所以|因此|显然|故|即|是|为)\s*{any}[.。]?\s*$",
            $@"[\s，：:,(（*]{any}[)）*]*[。，,.]?[*\s]*$",
            $@"^\s*(?:选项|[Oo]ption)?[\s*(（]*{any}\s*(?:[)）*.、:：,，。]|选?项|$)",
            $@"(?<![A-Za-z\\'’])[(（]?{any}\s*[)）:：.。，、]",
            $@"(?<![A-Za-z\\'’]){any}(?!\s[a-z])",
        ];

        // Small letters are not accepted after "the answer is": the article of "a triangle" is not an option.
        return [.. patterns.Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline))];
    }
}
