using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Counts words in capitals: words with at least one capital letter and no small one.</summary>
/// <remarks>
/// Words are cut nearly as NLTK's <c>word_tokenize</c> cuts them: at white space, punctuation and English contractions (<c>I'M</c> is
/// <c>I</c> and <c>'M</c>, both capital there and here); hyphens, slashes and points inside keep a word together (<c>STATE-OF-THE-ART</c>,
/// <c>U.S.A</c>).
/// </remarks>
internal static partial class CapitalWords
{
    public static int Count(string text)
    {
        var count = 0;
        foreach (var match in Word().EnumerateMatches(text))
        {
            var word = text.AsSpan(match.Index, match.Length);
            count += IsCapital(word) ? 1 : 0;
        }

        return count;
    }

    private static bool IsCapital(ReadOnlySpan<char> word)
    {
        var letter = false;
        foreach (var c in word)
        {
            if (char.IsLower(c))
            {
                return false;
            }

            letter |= char.IsUpper(c);
        }

        return letter;
    }

    [GeneratedRegex(@"N['’]T\b|['’](?:M|S|D|LL|RE|VE)\b|(?:(?!N['’]T\b)[\w\-/.](?:['’](?!(?:M|S|D|LL|RE|VE|T)\b)(?=\w))?)+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
