namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Finds the end of a number, and writes it in the form of <see cref="Numerals"/>.</summary>
internal static class NumberScanner
{
    private const int MaxRepeating = 40;
    private const int MaxExponentDigits = 3;

    /// <summary>Reads the number at a position.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="at">The start of the number: a digit, or a point before one.</param>
    /// <param name="thousands">Whether a comma before three digits separates thousands.</param>
    public static (string Number, int End) Read(string text, int at, bool thousands)
    {
        var end = Digits(text, at);
        var first = end - at;
        while (thousands && first <= 3 && IsGroup(text, end))
        {
            end += 4;
        }

        if (end + 1 < text.Length && text[end] == '.' && (char.IsAsciiDigit(text[end + 1]) || Repeating(text, end + 1) > 0))
        {
            end = Digits(text, end + 1);
        }

        var number = text[at..end].Replace(",", "", StringComparison.Ordinal);
        if (number.Contains('.', StringComparison.Ordinal) && Repeating(text, end) is > 0 and var repeating)
        {
            // The repeating digits follow in brackets.
            var digits = string.Concat(text.AsSpan(end, repeating).ToString().Where(char.IsAsciiDigit));
            return ($"{number}({digits})", end + repeating);
        }

        return Based(text, end) is >= 0 and var more ? (text.Substring(at, end + more - at), end + more)
            : Exponent(text, end) is > 0 and var exponent ? (string.Concat(number, text.AsSpan(end, exponent)), end + exponent)
            : (number, end);
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether a comma and exactly three digits follow.</summary>
    private static bool IsGroup(string text, int at) => at < text.Length && text[at] == ',' && Digits(text, at + 1) == at + 4;

    /// <summary>The length of <c>\overline{3}</c> or the like, or 0.</summary>
    private static int Repeating(string text, int at)
    {
        foreach (var command in (ReadOnlySpan<string>)["\\overline{", "\\bar{", "\\dot{"])
        {
            var start = at + command.Length;
            if (string.CompareOrdinal(text, at, command, 0, command.Length) == 0
                && Digits(text, start) is var end && end > start && end - start < MaxRepeating && end < text.Length && text[end] == '}')
            {
                return end + 1 - at;
            }
        }

        return 0;
    }

    /// <summary>
    /// The length of the rest of a number such as <c>2A3</c> before a subscript, 0 for no rest; -1 when there is no subscript.
    /// </summary>
    private static int Based(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is >= 'A' and <= 'F'))
        {
            end++;
        }

        return end < text.Length && text[end] == '_' ? end - at : -1;
    }

    /// <summary>The length of an exponent such as <c>e-5</c>, or 0.</summary>
    private static int Exponent(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return 0;
        }

        var start = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        return Digits(text, start) - start is > 0 and <= MaxExponentDigits and var digits ? start + digits - at : 0;
    }
}
