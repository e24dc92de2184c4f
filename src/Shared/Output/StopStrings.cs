namespace InternLM3.Output;

/// <summary>
/// Finds stop strings in a stream of text, across any cut, and never lets a part of one out: what could still become a stop
/// string is held back until it does or cannot. Not safe for concurrent use.
/// </summary>
internal sealed class StopStrings
{
    private readonly string[] _stops;
    private string _held = "";

    /// <param name="stops">The strings; none may be empty.</param>
    public StopStrings(IEnumerable<string> stops)
    {
        _stops = [.. stops.Distinct(StringComparer.Ordinal)];
        if (_stops.Any(string.IsNullOrEmpty))
        {
            throw new UnsupportedOptionException("StopSequences", "holds an empty string, which would stop everything.");
        }
    }

    /// <summary>Whether a stop string has been found; nothing comes out after it.</summary>
    public bool Found { get; private set; }

    /// <summary>Appends text; returns what is certain: text before a stop string, or text that cannot begin one.</summary>
    public string Append(string text)
    {
        if (Found || _stops.Length == 0)
        {
            return Found ? "" : text;
        }

        var all = _held + text;
        var start = FindFirst(all);
        Found = start >= 0;
        var safe = Found ? start : all.Length - PossibleStart(all);
        _held = Found ? "" : all[safe..];
        return all[..safe];
    }

    /// <summary>Ends the stream; returns what was held back.</summary>
    public string Flush()
    {
        (var rest, _held) = (_held, "");
        return rest;
    }

    /// <summary>
    /// The start of the stop string that is complete first, or -1. The end of a match decides, so that the cut is the same whether the
    /// text comes at once or character by character.
    /// </summary>
    private int FindFirst(string text)
    {
        var (start, end) = (-1, int.MaxValue);
        foreach (var stop in _stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (at + stop.Length < end || (at + stop.Length == end && at < start)))
            {
                (start, end) = (at, at + stop.Length);
            }
        }

        return start;
    }

    /// <summary>The length of the text's longest suffix that a stop string begins with.</summary>
    private int PossibleStart(string text)
    {
        var longest = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
