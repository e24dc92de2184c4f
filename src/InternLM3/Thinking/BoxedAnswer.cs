using System.Diagnostics.CodeAnalysis;

namespace InternLM3.Thinking;

/// <summary>Finds the answer a thinking model puts into <c>\boxed{}</c>.</summary>
/// <remarks>
/// As OpenCompass does it (<c>extract_boxed_answer</c>): the last <c>\boxed</c> counts, braces are matched, a box that is not closed is no
/// answer (an earlier one is not taken instead), and one redundant pair of braces is removed. Unlike OpenCompass: escaped braces
/// (<c>\{</c>, <c>\}</c>) are not counted, full-width braces (U+FF5B, U+FF5D) are taken as braces, <c>\boxed 5</c> without braces
/// holds what stands up to white space, <c>$</c>, <c>\</c>, a closing brace, or a comma or full stop of any width at the end,
/// <c>\fbox{…}</c> counts when there is no <c>\boxed</c>, an empty box is no answer, and the answer is trimmed.
/// </remarks>
public static class BoxedAnswer
{
    /// <summary>Finds the last boxed answer.</summary>
    /// <param name="text">The model's output; any text.</param>
    /// <param name="answer">What the box holds, or null.</param>
    /// <returns>False when there is no box, or the last one is empty or not closed.</returns>
    public static bool TryExtract(string text, [NotNullWhen(true)] out string? answer)
    {
        ArgumentNullException.ThrowIfNull(text);
        answer = null;
        var start = AfterLast(text, "\\boxed") is var boxed and >= 0 ? boxed : AfterLast(text, "\\fbox");
        if (start < 0)
        {
            return false;
        }

        var content = text.AsSpan(start).TrimStart();
        content = !content.IsEmpty && IsOpen(content[0]) ? Braced(content) : Bare(content);
        if (!content.IsEmpty && IsOpen(content[0]) && Braced(content) is var inner && inner.Length == content.Length - 2)
        {
            content = inner.Trim();
        }

        answer = content.IsEmpty ? null : content.ToString();
        return answer is not null;
    }

    /// <summary>Where the last command of a name ends, or -1; a longer command that begins so is another.</summary>
    private static int AfterLast(string text, string command)
    {
        for (var at = text.Length; at > 0 && (at = text.LastIndexOf(command, at - 1, StringComparison.Ordinal)) >= 0;)
        {
            var end = at + command.Length;
            if (end == text.Length || !char.IsAsciiLetter(text[end]))
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>What stands between the brace a text begins with and the one that closes it; empty when none does.</summary>
    private static ReadOnlySpan<char> Braced(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                continue;
            }

            depth += IsOpen(text[i]) ? 1 : text[i] is '}' or '\uFF5D' ? -1 : 0;
            if (depth == 0)
            {
                return text[1..i].Trim();
            }
        }

        return [];
    }

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]) && text[length] is not ('$' or '\\' or '}' or '\uFF5D'))
        {
            length++;
        }

        return text[..length].TrimEnd(".,。，．");
    }

    private static bool IsOpen(char c) => c is '{' or '\uFF5B';
}
