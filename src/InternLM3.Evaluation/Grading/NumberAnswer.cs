using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading;

/// <summary>Finds the last number of a text, which is the answer in GSM8K.</summary>
internal static partial class NumberAnswer
{
    /// <summary>
    /// The last number, without thousands separators, a plus sign and superfluous zeros, so that equal numbers are equal strings.
    /// </summary>
    /// <returns>Null when the text has no number.</returns>
    public static string? Last(string text)
    {
        Match? last = null;
        for (var match = Number().Match(text); match.Success; match = match.NextMatch())
        {
            last = match;
        }

        return last is null ? null : Normalize(last.ValueSpan);
    }

    private static string Normalize(ReadOnlySpan<char> number)
    {
        var negative = number[0] is '-' or '\u2212';
        var digits = number.TrimStart("-\u2212$").ToString().Replace(",", "", StringComparison.Ordinal);
        if (digits.Contains('.', StringComparison.Ordinal))
        {
            digits = digits.TrimEnd('0').TrimEnd('.');
        }

        digits = digits.TrimStart('0');
        digits = digits.Length == 0 || digits[0] == '.' ? "0" + digits : digits;
        return negative && digits != "0" ? "-" + digits : digits;
    }

    // A minus after a digit, a letter or a bracket subtracts ("7-5"); there may be a dollar sign between minus and digits ("-$5").
    [GeneratedRegex(
        @"(?:(?<![0-9A-Za-z)\]}])[-\u2212](?=\$?[0-9.]))?(?:(?<=[-\u2212])\$)?"
        + @"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
