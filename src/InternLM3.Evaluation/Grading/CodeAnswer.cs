namespace InternLM3.Evaluation.Grading;

/// <summary>Finds the program in an answer: the content of a fenced block (<c>```</c> or <c>~~~</c>).</summary>
/// <remarks>
/// OpenCompass takes the first block for HumanEval. A block that is never closed, as in an output cut short, runs to the end.
/// </remarks>
internal static class CodeAnswer
{
    /// <summary>The first (or the last) block that is not blank, without its fences.</summary>
    /// <returns>Null when the text has no such block.</returns>
    public static string? Extract(string text, bool last = false)
    {
        string? found = null;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (FenceOf(lines[i]) is not { Length: > 0 } fence)
            {
                continue;
            }

            var indent = lines[i].Length - lines[i].TrimStart().Length;
            var start = ++i;
            while (i < lines.Length && !Closes(lines[i], fence))
            {
                i++;
            }

            var block = string.Join('\n', lines[start..Math.Min(i, lines.Length)].Select(line => Unindent(line, indent)));
            if (!string.IsNullOrWhiteSpace(block))
            {
                found = block;
                if (!last)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The fence characters with which a line opens a block; empty when it opens none.</summary>
    private static string FenceOf(string line)
    {
        var text = line.AsSpan().TrimStart();
        var mark = text.IsEmpty ? ' ' : text[0];
        var length = mark is '`' or '~' ? text.Length - text.TrimStart(mark).Length : 0;
        return length >= 3 && !text[length..].Contains('`') ? new string(mark, length) : "";
    }

    private static bool Closes(string line, string fence)
    {
        var text = line.AsSpan().Trim();
        return text.Length >= fence.Length && text.TrimStart(fence[0]).IsEmpty;
    }

    private static string Unindent(string line, int indent) => line[Math.Min(indent, line.Length - line.AsSpan().TrimStart(' ').Length)..];
}
