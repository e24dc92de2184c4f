namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Counts sentences.</summary>
/// <remarks>
/// A sentence ends at <c>.</c>, <c>?</c> or <c>!</c> (and closing quotes or brackets) before white space or the end, unless the full stop
/// belongs to an abbreviation, an initial, an ellipsis or a number and no capital follows. Line ends do not separate sentences, as in
/// NLTK's punkt; its trained list of abbreviations is replaced by a list of common ones.
/// </remarks>
internal static class Sentences
{
    // Never end a sentence: a name or a number follows.
    private static readonly HashSet<string> s_titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "mt", "gen", "col", "capt", "lt", "sgt", "rev",
        "hon", "sen", "rep", "gov", "pres", "vs", "fig", "e.g", "i.e", "cf", "no", "vol", "approx",
    };

    // End a sentence only before a capital.
    private static readonly HashSet<string> s_abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "u.s", "u.k", "ph.d",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "al",
    };

    /// <summary>The number of sentences; a remainder without an end mark counts as one.</summary>
    public static int Count(string text)
    {
        var (count, rest) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            rest |= !char.IsWhiteSpace(text[i]);
            if (text[i] is not ('.' or '?' or '!'))
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] is '.' or '?' or '!' or '"' or '\'' or '”' or '’' or ')' or ']' or '*' or '_')
            {
                end++;
            }

            if (end == text.Length || (char.IsWhiteSpace(text[end]) && Ends(text, i, end)))
            {
                (count, rest) = (count + 1, false);
            }

            i = end - 1;
        }

        return count + (rest ? 1 : 0);
    }

    private static bool Ends(string text, int mark, int end)
    {
        if (text.AsSpan(mark, end - mark).IndexOfAny('?', '!') >= 0)
        {
            return true;
        }

        var next = end;
        while (next < text.Length && !char.IsLetterOrDigit(text[next]))
        {
            next++;
        }

        var capital = next < text.Length && char.IsUpper(text[next]);
        var start = mark;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        var word = text[start..mark];
        var initial = word.Length == 1 && char.IsUpper(word[0]) && word != "I";
        var dots = end - mark > 1 && text[mark + 1] == '.';
        return !s_titles.Contains(word) && !initial
            && (capital || (!dots && !s_abbreviations.Contains(word)
                && !(word.Length > 0 && word.All(char.IsAsciiDigit) && next < text.Length && char.IsLower(text[next]))));
    }
}
