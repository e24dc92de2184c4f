using System.Text;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

/// <summary>
/// BPE as it is defined, in quadratic time: while any two neighbours make a piece, the piece with the lowest id goes first (the
/// trainer numbers merges by falling score) and the leftmost of equals. For models with byte fallback and no user-defined or unused pieces.
/// </summary>
public sealed class PlainBpe
{
    private const int FirstPiece = 259;
    private readonly Dictionary<string, int> _ids;

    /// <summary>Takes the pieces of a tokenizer that are text.</summary>
    public PlainBpe(Tokenizer tokenizer) =>
        _ids = Enumerable.Range(FirstPiece, tokenizer.VocabularySize - FirstPiece)
            .Where(id => tokenizer.GetPiece(id) is not null && !tokenizer.IsSpecial(id))
            .ToDictionary(id => tokenizer.GetPiece(id)!, id => id, StringComparer.Ordinal);

    /// <summary>The ids of a normalised text.</summary>
    public int[] Encode(string normalized)
    {
        var symbols = normalized.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        while (true)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (_ids.TryGetValue(symbols[i] + symbols[i + 1], out var id) && id < best)
                {
                    (best, at) = (id, i);
                }
            }

            if (at < 0)
            {
                return [.. symbols.SelectMany(symbol => _ids.TryGetValue(symbol, out var id) ? [id] : Encoding.UTF8.GetBytes(symbol).Select(b => 3 + b))];
            }

            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }
}
