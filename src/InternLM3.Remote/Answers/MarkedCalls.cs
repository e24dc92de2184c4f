using System.Text;
using InternLM3.Output;
using InternLM3.Tools;

namespace InternLM3.Remote.Answers;

/// <summary>
/// Finds calls of the plugin protocol in streamed text, across any cut: <c>&lt;|action_start|&gt;&lt;|plugin|&gt;</c>, white space allowed
/// between them (some servers put a space between special tokens), JSON, <c>&lt;|action_end|&gt;</c>, which may be missing at the end.
/// What cannot be read as a call is returned as text. Not safe for concurrent use.
/// </summary>
internal sealed class MarkedCalls(bool startsInside)
{
    private const string Open = "<|action_start|>";
    private const string Plugin = "<|plugin|>";
    private const string Close = "<|action_end|>";
    private readonly StringBuilder _held = new();
    private bool _inside = startsInside;

    /// <summary>Reads the next text and returns what is certain by now.</summary>
    public List<OutputEvent> Append(string text)
    {
        var pieces = new List<OutputEvent>();
        _held.Append(text);
        while (_inside ? TakeCall(pieces) : TakeText(pieces))
        {
        }

        return pieces;
    }

    /// <summary>Ends the text and returns what was held back.</summary>
    /// <param name="cut">Whether the length limit ended it: a call that is not whole is then text.</param>
    public List<OutputEvent> Finish(bool cut)
    {
        var pieces = new List<OutputEvent>();
        var rest = _held.ToString();
        _held.Clear();
        if (_inside)
        {
            AddCall(pieces, rest, cut);
        }
        else
        {
            AddText(pieces, rest);
        }

        _inside = false;
        return pieces;
    }

    private bool TakeCall(List<OutputEvent> pieces)
    {
        var text = _held.ToString();
        var (close, open) = (text.IndexOf(Close, StringComparison.Ordinal), text.IndexOf(Open, StringComparison.Ordinal));
        var end = close >= 0 && (open < 0 || close < open) ? close : open;
        if (end < 0)
        {
            return false;
        }

        AddCall(pieces, text[..end], cut: false);
        _held.Clear().Append(text.AsSpan(end == close ? end + Close.Length : end));
        _inside = false;
        return true;
    }

    private bool TakeText(List<OutputEvent> pieces)
    {
        var text = _held.ToString();
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            if (Marker(text.AsSpan(at)) is { } length)
            {
                AddText(pieces, text[..at]);
                _held.Clear().Append(text.AsSpan(at + length));
                _inside = length > 0;
                return _inside;
            }
        }

        AddText(pieces, text);
        _held.Clear();
        return false;
    }

    /// <summary>The length of the opening marker a text begins with; 0 when it may yet become one; null when it cannot.</summary>
    private static int? Marker(ReadOnlySpan<char> text)
    {
        if (text.Length < Open.Length)
        {
            return Open.AsSpan().StartsWith(text) ? 0 : null;
        }

        var rest = text.StartsWith(Open) ? text[Open.Length..].TrimStart() : "-";
        return rest.StartsWith(Plugin) ? text.Length - rest.Length + Plugin.Length
            : Plugin.AsSpan().StartsWith(rest) ? 0
            : null;
    }

    private static void AddCall(List<OutputEvent> pieces, string text, bool cut)
    {
        if (ToolCallParser.TryParse(text, out var before, out var call, out var after) && !(cut && call.Error is not null))
        {
            AddText(pieces, before);
            pieces.Add(new OutputEvent(OutputEventKind.ToolCall, call.Payload, call));
            AddText(pieces, after);
        }
        else
        {
            AddText(pieces, text);
        }
    }

    private static void AddText(List<OutputEvent> pieces, string text)
    {
        if (text.Length > 0)
        {
            pieces.Add(new OutputEvent(OutputEventKind.Text, text));
        }
    }
}
