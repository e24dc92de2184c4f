using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading;

/// <summary>
/// Finds the letter in a judge's reply: alone, after a word such as "verdict", in a box, or as a word (CORRECT, INCORRECT).
/// </summary>
internal static partial class JudgeVerdict
{
    /// <summary>A, B or C; null when the reply has no verdict.</summary>
    /// <remarks>Of several letters the last counts, because a judge may name letters while it reasons.</remarks>
    public static char? Read(string reply)
    {
        if (Whole().Match(reply) is { Success: true } whole)
        {
            return whole.Groups[1].Value[0];
        }

        foreach (var pattern in (Regex[])[Named(), Line()])
        {
            if (pattern.Match(reply) is { Success: true } match)
            {
                return match.Groups[1].Value[0];
            }
        }

        return Word().Match(reply) is { Success: true } word
            ? word.Value.ToUpperInvariant() switch { "CORRECT" => 'A', "INCORRECT" => 'B', _ => 'C' }
            : null;
    }

    [GeneratedRegex(@"^\W{0,40}([ABC])\W{0,40}(?i:CORRECT|INCORRECT|INCOMPLETE)?\W{0,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(
        @"(?i:verdict|grade|judge?ment|answer|decision|boxed|判断|判定|结论|答案)\W{0,40}(?i:is|是|为)?\W{0,40}\b([ABC])(?![A-Za-z'])(?!\s[a-z])",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Named();

    [GeneratedRegex(@"^[^\w\n]{0,40}([ABC])(?:[^\w\n]{0,40}|\s?[:：].*)$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.RightToLeft)]
    private static partial Regex Line();

    [GeneratedRegex(@"\b(?:CORRECT|INCORRECT|INCOMPLETE)\b", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Word();
}
