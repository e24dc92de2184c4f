using System.Text;
using System.Text.RegularExpressions;
using InternLM3.Retrieval.Storage;

namespace InternLM3.Retrieval.Citations;

/// <summary>The numbers, names and content words of a text, as sets that can be compared.</summary>
/// <param name="Numbers">Numbers as written, without thousands separators.</param>
/// <param name="Names">Capitalised words that are not merely the first of the text, in lower case.</param>
/// <param name="Words">Content words without their endings, and pairs of ideographs.</param>
internal sealed partial record ClaimTerms(HashSet<string> Numbers, HashSet<string> Names, HashSet<string> Words)
{
    /// <summary>The terms of a text.</summary>
    public static ClaimTerms Of(string text)
    {
        var folded = Fold(text);
        var words = SearchTerms.ContentOf(folded).Where(IsContent).ToHashSet(StringComparer.Ordinal);
        return new ClaimTerms(
            [.. Number().Matches(folded).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal))],
            [.. NamesOf(folded)],
            words);
    }

    private static IEnumerable<string> NamesOf(string text)
    {
        var capitalised = Word().Matches(text).Select(match => (match.Value, IsCapital: char.IsUpper(match.Value[0]))).ToList();
        for (var i = 0; i < capitalised.Count; i++)
        {
            var (word, isCapital) = capitalised[i];

            // The first word is a name when a second one follows: "Zora Bridge", not "Construction ended".
            var isFirst = i == 0 && !(capitalised.Count > 1 && capitalised[1].IsCapital);
            if (isCapital && !isFirst && !SearchTerms.IsStopWord(word.ToLowerInvariant()))
            {
                yield return SearchTerms.Stem(word.ToLowerInvariant());
            }
        }
    }

    // Single ideographs say little: pairs are compared instead. Numbers have their own set.
    private static bool IsContent(string term) =>
        !term.All(char.IsAsciiDigit) && !(term.EnumerateRunes().Count() == 1 && SearchTerms.IsIdeograph(Rune.GetRuneAt(term, 0)));

    private static string Fold(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(source[i] - 0xFEE0) : source[i];
        }
    });

    [GeneratedRegex(@"\d+(?:[.,:]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{L}-[\p{Lo}]][\p{L}\d]*")]
    private static partial Regex Word();
}
