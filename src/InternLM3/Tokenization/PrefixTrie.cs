using System.Buffers;
using System.Text;

namespace InternLM3.Tokenization;

/// <summary>Finds the longest of some strings that begins a text. Safe for concurrent use.</summary>
internal sealed class PrefixTrie
{
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _values = [-1];

    /// <summary>Builds the trie.</summary>
    /// <param name="entries">Strings, none empty, and their values, none negative.</param>
    public PrefixTrie(IEnumerable<(string Text, int Value)> entries)
    {
        foreach (var (text, value) in entries)
        {
            var node = 0;
            foreach (var b in Encoding.UTF8.GetBytes(text))
            {
                if (!_edges.TryGetValue(((long)node << 8) | b, out var next))
                {
                    next = _values.Count;
                    _edges.Add(((long)node << 8) | b, next);
                    _values.Add(-1);
                }

                node = next;
            }

            _values[node] = value;
        }

        FirstBytes = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => _edges.ContainsKey(b)).Select(b => (byte)b)]);
    }

    /// <summary>Whether there is no string to find.</summary>
    public bool IsEmpty => _edges.Count == 0;

    /// <summary>The bytes a match can begin with.</summary>
    public SearchValues<byte> FirstBytes { get; }

    /// <summary>The longest match.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="value">The value of the string found.</param>
    /// <returns>Its length in bytes, 0 when none fits.</returns>
    public int Match(ReadOnlySpan<byte> text, out int value)
    {
        (var longest, value) = (0, -1);
        var node = 0;
        for (var i = 0; i < text.Length && _edges.TryGetValue(((long)node << 8) | text[i], out node); i++)
        {
            if (_values[node] >= 0)
            {
                (longest, value) = (i + 1, _values[node]);
            }
        }

        return longest;
    }
}
