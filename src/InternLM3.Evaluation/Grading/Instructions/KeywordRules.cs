using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about required, counted and forbidden words and letters; case does not matter.</summary>
internal static class KeywordRules
{
    public static bool Existence(InstructionArguments arguments, string response) =>
        arguments.Texts("keywords").All(keyword => response.Contains(keyword, StringComparison.OrdinalIgnoreCase));

    public static bool ForbiddenWords(InstructionArguments arguments, string response) =>
        !arguments.Texts("forbidden_words").Any(word =>
            Regex.IsMatch(response, $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    // Also inside longer words: the published evaluation searches without word boundaries.
    public static bool Frequency(InstructionArguments arguments, string response) =>
        arguments.Holds("relation", Count(response, arguments.Text("keyword").Trim()), arguments.Number("frequency"));

    public static bool LetterFrequency(InstructionArguments arguments, string response)
    {
        var letter = arguments.Text("letter").Trim();
        return arguments.Holds("let_relation", Count(response, letter), arguments.Number("let_frequency"));
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = 0; part.Length > 0 && (at = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += part.Length)
        {
            count++;
        }

        return count;
    }
}
