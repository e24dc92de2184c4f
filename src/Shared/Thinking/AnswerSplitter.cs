using System.Text;

namespace InternLM3.Thinking;

/// <summary>
/// Splits a thinking model's output into reasoning and answer. InternLM3 marks neither, so the rule is ours; it needs no look ahead
/// beyond what it holds back, and depends on the text alone, not on how the text is cut. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>Paragraphs are separated by blank lines (empty, or white space only) outside code fences and display math. In a paragraph
/// with a <c>\boxed</c> outside code, the first line that holds it, or the display math around it from its first line, begins
/// a part of its own: that is the answer of models that write single line feeds only.</para>
/// <para>The answer is the last part that begins with a box, and all that follows it; without any box, the last paragraph.
/// Everything before is reasoning, the blank lines and the line feed in front of the answer included. White space alone is no
/// reasoning: it stays in front of the answer.</para>
/// </remarks>
internal sealed class AnswerSplitter
{
    private const string Box = "\\boxed";
    private readonly StringBuilder _held = new();
    private readonly StringBuilder _line = new();
    private OpenBlock _block;
    private int _unitStart;
    private bool _afterBlank;
    private bool _heldHasBox;
    private bool _paragraphHasBox;
    private bool _hasContent;

    /// <summary>Appends text; returns the reasoning that is certain now, often none.</summary>
    public string Append(string text)
    {
        StringBuilder? reasoning = null;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var feed = rest.IndexOf('\n');
            _line.Append(feed < 0 ? rest : rest[..(feed + 1)]);
            if (feed < 0)
            {
                break;
            }

            rest = rest[(feed + 1)..];
            EndLine(reasoning ??= new StringBuilder());
        }

        // Most texts end no line and cost nothing.
        return reasoning?.ToString() ?? "";
    }

    /// <summary>Ends the text as an answer; returns the rest of the reasoning and the answer. The splitter is then as new.</summary>
    public (string Reasoning, string Answer) Finish()
    {
        var reasoning = new StringBuilder();
        if (_line.Length > 0)
        {
            EndLine(reasoning);
        }

        return (reasoning.ToString(), Drain());
    }

    /// <summary>
    /// Ends the text without an answer, because a call or the length limit did; returns all that was held. The splitter is then as new.
    /// </summary>
    public string Drain()
    {
        var rest = _held.Append(_line).ToString();
        _held.Clear();
        _line.Clear();
        _block = default;
        (_unitStart, _afterBlank, _heldHasBox, _paragraphHasBox, _hasContent) = (0, false, false, false, false);
        return rest;
    }

    private void EndLine(StringBuilder reasoning)
    {
        var line = _line.ToString();
        _line.Clear();
        var blank = string.IsNullOrWhiteSpace(line);
        if (!_block.IsOpen)
        {
            _unitStart = _held.Length;
            if (!blank && _afterBlank)
            {
                _paragraphHasBox = false;
                Cut(reasoning, unlessBoxed: true);
            }

            _afterBlank = blank;
        }

        _block.Take(line);
        _hasContent |= !blank;
        _held.Append(line);
        if (!_paragraphHasBox && !_block.IsCode && line.Contains(Box, StringComparison.Ordinal))
        {
            Cut(reasoning, unlessBoxed: false);
            (_paragraphHasBox, _heldHasBox) = (true, true);
        }
    }

    /// <summary>
    /// Moves what is held before the current unit to the reasoning, unless it is white space, or holds a box that a plain paragraph does
    /// not replace.
    /// </summary>
    private void Cut(StringBuilder reasoning, bool unlessBoxed)
    {
        if (_unitStart == 0 || (unlessBoxed && _heldHasBox) || !HasContentBefore(_unitStart))
        {
            return;
        }

        reasoning.Append(_held, 0, _unitStart);
        _held.Remove(0, _unitStart);
        _unitStart = 0;
    }

    private bool HasContentBefore(int length)
    {
        for (var i = 0; _hasContent && i < length; i++)
        {
            if (!char.IsWhiteSpace(_held[i]))
            {
                return true;
            }
        }

        return false;
    }
}
