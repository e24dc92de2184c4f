using System.Text;

namespace InternLM3.Retrieval.Storage;

/// <summary>
/// Splits text into search terms, the same for passages and queries: words and numbers in lower case, and for Chinese, Japanese and Korean
/// every character and every pair of neighbours (unigrams and bigrams; FTS5's own trigram tokenizer finds no word of two characters).
/// English words lose their endings, full-width letters and digits become their ASCII forms.
/// </summary>
internal static class SearchTerms
{
    /// <summary>To be changed when the terms change: files indexed with another version are indexed again.</summary>
    public const int Version = 1;

    private const int MaxQueryTerms = 64;
    private const int MaxWord = 64;

    private static readonly HashSet<string> s_stopWords = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or",
        "is", "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those",
        "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should", "what",
        "when", "where", "who", "whom", "which", "why", "how", "i", "you", "we", "they", "he", "she",
        "my", "your", "our", "their", "there", "about", "as", "not", "please", "tell", "me", "s",
        "的", "了", "是", "在", "吗", "呢", "和", "与", "有", "什", "么", "哪", "谁", "几", "多", "少", "请", "问",
        "什么", "哪里", "哪个", "多少", "请问", "是什", "是多",
    };

    /// <summary>Whether a word, not yet stemmed, is a stop word.</summary>
    public static bool IsStopWord(string word) => s_stopWords.Contains(word);

    /// <summary>The terms of a text in order.</summary>
    public static IEnumerable<string> Of(string text) => Words(text).Select(Stem);

    /// <summary>The terms of a text that are not stop words, in order.</summary>
    public static IEnumerable<string> ContentOf(string text) => Words(text).Where(word => !IsStopWord(word)).Select(Stem);

    /// <summary>The terms of a query to search for: those that are not stop words, or all when there are no others.</summary>
    public static IReadOnlyList<string> ForQuery(string query)
    {
        string[] terms = [.. ContentOf(query).Distinct(StringComparer.Ordinal).Take(MaxQueryTerms)];
        return terms.Length > 0 ? terms : [.. Of(query).Distinct(StringComparer.Ordinal).Take(MaxQueryTerms)];
    }

    /// <summary>
    /// An English word without its ending: <c>builds</c> and <c>building</c> become <c>build</c>, <c>cities</c> and <c>city</c> become
    /// <c>citi</c>, <c>created</c> and <c>create</c> become <c>creat</c>. Simple on purpose: passages and queries are treated alike.
    /// </summary>
    public static string Stem(string word)
    {
        if (word.Length < 4 || !char.IsAsciiLetterLower(word[^1]))
        {
            return word;
        }

        foreach (var ending in (ReadOnlySpan<string>)["ing", "ed", "es", "s"])
        {
            if (word.Length >= ending.Length + 3 && word.EndsWith(ending, StringComparison.Ordinal)
                && !word.EndsWith("ss", StringComparison.Ordinal))
            {
                word = word[..^ending.Length];
                break;
            }
        }

        // stopp(ed), creat(e), cit(y).
        return word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('s' or 'l' or 'e') ? word[..^1]
            : word.Length > 3 && word[^1] == 'e' ? word[..^1]
            : word[^1] == 'y' ? word[..^1] + "i"
            : word;
    }

    /// <summary>The words and ideographs of a text, not stemmed, in order.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        Rune? previous = null;
        foreach (var raw in text.EnumerateRunes())
        {
            var rune = Fold(raw);
            if (IsIdeograph(rune))
            {
                if (word.Length > 0)
                {
                    yield return Take(word);
                }

                if (previous is { } first)
                {
                    yield return string.Concat(first.ToString(), rune.ToString());
                }

                yield return rune.ToString();
                previous = rune;
                continue;
            }

            previous = null;
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                if (word.Length >= MaxWord)
                {
                    yield return Take(word);
                }
            }
            else if (word.Length > 0)
            {
                yield return Take(word);
            }
        }

        if (word.Length > 0)
        {
            yield return Take(word);
        }
    }

    /// <summary>Whether a character is Chinese, Japanese or Korean.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF)
        or (>= 0x3041 and <= 0x30FF) or (>= 0xAC00 and <= 0xD7A3) or 0x3005 or 0x3007;

    private static Rune Fold(Rune rune) => rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;

    private static string Take(StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        return text;
    }
}
