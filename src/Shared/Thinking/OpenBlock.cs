namespace InternLM3.Thinking;

/// <summary>
/// Follows, line by line, whether Markdown is inside a block that blank lines do not end: a code fence (three or more backquotes or
/// tildes, closed by a line of at least as many) or display math (<c>\[ … \]</c> or <c>$$ … $$</c>, anywhere in a line).
/// A block that is never closed reaches to the end of the text.
/// </summary>
internal struct OpenBlock
{
    private char _fence;
    private int _fenceLength;
    private char _math;

    /// <summary>Whether the next line begins inside a block.</summary>
    public readonly bool IsOpen => _fence != 0 || _math != 0;

    /// <summary>Whether the next line begins inside a code fence, or the line just taken opened or closed one.</summary>
    public bool IsCode { get; private set; }

    /// <summary>Takes the next line.</summary>
    public void Take(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        if (_fence != 0)
        {
            IsCode = true;
            if (trimmed.Length >= _fenceLength && trimmed.TrimStart(_fence).IsEmpty)
            {
                _fence = '\0';
            }

            return;
        }

        IsCode = false;
        if (_math == 0 && FenceLength(trimmed) is var length and >= 3)
        {
            (_fence, _fenceLength, IsCode) = (trimmed[0], length, true);
            return;
        }

        FollowMath(trimmed);
    }

    private static int FenceLength(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
        {
            return 0;
        }

        var info = line.TrimStart(line[0]);

        // "```x```" on one line is inline code and opens nothing.
        return line[0] == '`' && info.Contains('`') ? 0 : line.Length - info.Length;
    }

    private void FollowMath(ReadOnlySpan<char> line)
    {
        for (var i = 0; i + 1 < line.Length; i++)
        {
            var (c, next) = (line[i], line[i + 1]);
            var opens = _math == 0 && ((c == '\\' && next == '[') || (c == '$' && next == '$'));
            var closes = (_math == '[' && c == '\\' && next == ']') || (_math == '$' && c == '$' && next == '$');
            if (opens)
            {
                _math = next;
            }
            else if (closes)
            {
                _math = '\0';
            }

            // A backslash takes its next character with it: "\\[2pt]" is a line break of TeX and opens nothing.
            if (opens || closes || c == '\\')
            {
                i++;
            }
        }
    }
}
