using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Extracts an answer from its surroundings: a box, dollar signs, "the answer is", a full stop.</summary>
internal static partial class AnswerText
{
    private static readonly HashSet<string> s_shortWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "yes", "no", "true", "false", "even", "odd", "none", "all", "both",
    };

    /// <summary>The answer, ready for the lexer.</summary>
    public static string Clean(string text)
    {
        text = UnicodeForms.Replace(text).Trim();
        if (Thinking.BoxedAnswer.TryExtract(text, out var boxed))
        {
            text = boxed;
        }

        if (Introduction().Match(text) is { Success: true } introduced && introduced.Index + introduced.Length < text.Length)
        {
            text = text[(introduced.Index + introduced.Length)..];
        }

        text = OptionWord().Replace(Undollar(text.Trim()), "");
        if (!text.Contains("\\begin", StringComparison.Ordinal))
        {
            text = text.Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        text = ThousandsMark().Replace(text, "")
            .Replace("\\!", "", StringComparison.Ordinal)
            .Replace("\\(", "", StringComparison.Ordinal)
            .Replace("\\)", "", StringComparison.Ordinal)
            .Replace("\\[", "", StringComparison.Ordinal)
            .Replace("\\]", "", StringComparison.Ordinal)
            .Replace("**", text.StartsWith("**", StringComparison.Ordinal) ? "" : "**", StringComparison.Ordinal);
        return SpacedThousands().IsMatch(text)
            ? text.Replace(" ", "", StringComparison.Ordinal)
            : text.Trim().TrimEnd('.', ',', ';', ':').Trim();
    }

    /// <summary>Whether the answer has only words and no mathematics.</summary>
    public static bool IsWords(string text) => text.Length < 200 && OnlyWords().IsMatch(text)
        && (s_shortWords.Contains(text)
            || text.Split(' ', '-').Any(word =>
                word.Length > 3 && Vocabulary.Word(word) is null && Vocabulary.LeadingFunction(word) is null));

    /// <summary>Whether the answer has words, alone or with other content.</summary>
    public static bool HasWords(string text) => IsWords(text) || LongWord().IsMatch(text);

    /// <summary>Words in one spelling: small letters, single spaces, no leading article, no surrounding punctuation.</summary>
    public static string Words(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Trim('.', ',', ';', ':', '!', '"', '\'', '(', ')', ' ');
        return words.StartsWith("the ", StringComparison.Ordinal) ? words[4..] : words;
    }

    /// <summary>The text without layout; for answers that cannot be parsed.</summary>
    public static string Canonical(string text)
    {
        text = LayoutCommands().Replace(text, "")
            .Replace("dfrac", "frac", StringComparison.Ordinal)
            .Replace("tfrac", "frac", StringComparison.Ordinal);
        text = TextGroups().Replace(text, "$1");
        return Spaces().Replace(text, "").TrimEnd('.');
    }

    // Pairs of signs enclose mathematics, a single one is money. When there are words outside, the last formula is the answer.
    private static string Undollar(string text)
    {
        text = text.Replace("$$", "$", StringComparison.Ordinal);
        var signs = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '$' && (i == 0 || text[i - 1] != '\\'))
            {
                signs.Add(i);
            }
        }

        if (signs.Count < 2 || signs.Count % 2 != 0)
        {
            return text;
        }

        var outside = string.Concat(text.Split('$').Where((_, i) => i % 2 == 0));
        var prose = ProseWord().Matches(outside).Any(word =>
            word.Value is not ("and" or "or") && Units.Canonical(word.Value, inText: true) is null);
        return prose ? text[(signs[^2] + 1)..signs[^1]] : string.Concat(text.Where((c, i) => c != '$' || (i > 0 && text[i - 1] == '\\')));
    }

    [GeneratedRegex(@"^.*\b(?:answer|result|solution)(?: to [^.]{0,60})?(?: is| are|:|：)(?: equal to|:|：)?[\s}]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"^(?:option|choice)\s+(?=\(?[A-Z]\)?\.?$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OptionWord();

    [GeneratedRegex(@"(?<=[0-9])(?:\{,\}|,\\!|\\,|,\\,)\s?(?=[0-9]{3}(?![0-9]))", RegexOptions.CultureInvariant)]
    private static partial Regex ThousandsMark();

    [GeneratedRegex(@"^-?[0-9]{1,3}(?: [0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex SpacedThousands();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z' -]*$", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyWords();

    [GeneratedRegex(@"(?<!\\[A-Za-z]*)[A-Za-z]{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongWord();

    [GeneratedRegex(@"[A-Za-z]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex ProseWord();

    [GeneratedRegex(@"\\(?:left|right|displaystyle|quad|qquad|[,;:! ])(?![a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LayoutCommands();

    [GeneratedRegex(@"\\(?:text|mathrm|mbox|textbf|mathbf)\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex TextGroups();

    [GeneratedRegex(@"\s+|~", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
