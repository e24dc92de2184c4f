namespace InternLM3.Retrieval.Chunking;

/// <summary>
/// Splits text into sentences. They end after <c>. ! ? 。 ！ ？ ； …</c> (an ASCII mark only before white space) and at empty lines.
/// </summary>
internal static class Sentences
{
    private const string Closing = "\"'”’)]）】」』";

    /// <summary>The sentences of a range, which they cover without gaps.</summary>
    public static IEnumerable<(int Start, int End)> Of(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!Ends(text, i, end))
            {
                continue;
            }

            var after = i + 1;
            while (after < end && Closing.Contains(text[after], StringComparison.Ordinal))
            {
                after++;
            }

            while (after < end && char.IsWhiteSpace(text[after]))
            {
                after++;
            }

            yield return (start, after);
            start = after;
            i = after - 1;
        }

        if (start < end)
        {
            yield return (start, end);
        }
    }

    private static bool Ends(string text, int i, int end) => text[i] switch
    {
        '。' or '！' or '？' or '；' or '…' => true,
        '.' or '!' or '?' => IsSpaceAfter(text, i + 1, end) && !IsInitial(text, i),
        '\n' => i + 1 < end && text[i + 1] is '\n' or '\r',
        _ => false,
    };

    private static bool IsSpaceAfter(string text, int i, int end)
    {
        while (i < end && Closing.Contains(text[i], StringComparison.Ordinal))
        {
            i++;
        }

        return i >= end || char.IsWhiteSpace(text[i]);
    }

    // "J. Smith": a single capital letter before the point.
    private static bool IsInitial(string text, int i) =>
        text[i] == '.' && i > 0 && char.IsAsciiLetterUpper(text[i - 1]) && (i == 1 || !char.IsLetterOrDigit(text[i - 2]));
}
