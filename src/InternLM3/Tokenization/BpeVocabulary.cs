using System.Runtime.InteropServices;
using System.Text;

namespace InternLM3.Tokenization;

/// <summary>
/// The tables of BPE encoding. A symbol is a piece (its id) or a character that is no piece but part of one (ids after the pieces);
/// -1 is any other character. Safe for concurrent use.
/// </summary>
internal sealed class BpeVocabulary
{
    private const int LongestPiece = 1_024;
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly int[]?[] _characters = new int[0x110000 >> 8][];
    private readonly MergeTable _merges;
    private readonly MergeTable _neighbours;
    private readonly Dictionary<int, (int Left, int Right)> _splits = [];
    private readonly List<int> _byteLengths = [];

    /// <summary>Builds the tables.</summary>
    /// <param name="path">The model's file, for errors.</param>
    /// <param name="model">The model.</param>
    /// <param name="reserved">Ids that plain text never becomes although their pieces are text.</param>
    public BpeVocabulary(string path, SentencePieceModel model, IReadOnlySet<int> reserved)
    {
        _pieces = model.Pieces;
        UserSymbols = new PrefixTrie(Select(reserved, PieceType.UserDefined).Select(id => (_pieces[id].Text, id)));
        var mergeable = Select(reserved, PieceType.Normal, PieceType.Unused).ToArray();
        _byteLengths.AddRange(_pieces.Select(piece => Encoding.UTF8.GetByteCount(piece.Text)));
        if (Array.FindIndex(mergeable, id => _pieces[id].Text.Length > LongestPiece) is >= 0 and var tooLong)
        {
            throw new ModelFormatException(
                path, $"piece {mergeable[tooLong]} is longer than {LongestPiece} characters, which is not supported; use another model.");
        }

        var symbols = NumberSymbols(mergeable);
        _neighbours = new MergeTable(FindNeighbours(mergeable));
        _merges = new MergeTable(FindMerges(mergeable, symbols));
    }

    /// <summary>The user-defined symbols: matched before merges, longest first, and never merged.</summary>
    public PrefixTrie UserSymbols { get; }

    /// <summary>
    /// Whether parts of a text that no piece can join may be encoded one by one. Not so when an unused piece can be made in two ways:
    /// SentencePiece then takes all of them apart in the way it met last, anywhere in the text.
    /// </summary>
    public bool IsSeparable { get; private set; } = true;

    /// <summary>The symbol of a character.</summary>
    public int SymbolOf(int character) => _characters[character >> 8] is { } page ? page[character & 0xFF] : -1;

    /// <summary>Whether two characters are neighbours in any piece; if not, no merge ever joins them.</summary>
    public bool AreNeighbours(int left, int right) => _neighbours.Find(left, right, out _) == 0;

    /// <summary>What two symbols merge to, as <see cref="MergeTable.Find"/>.</summary>
    public int FindMerge(int left, int right, out int merged) => _merges.Find(left, right, out merged);

    /// <summary>Whether a symbol is a piece.</summary>
    public bool IsPiece(int symbol) => (uint)symbol < (uint)_pieces.Count;

    /// <summary>Whether a symbol is an unused piece, which the output takes apart.</summary>
    public bool IsUnused(int symbol) => IsPiece(symbol) && _pieces[symbol].Type == PieceType.Unused;

    /// <summary>The parts of an unused piece, or null for one that no merge makes; meaningful when <see cref="IsSeparable"/>.</summary>
    public (int Left, int Right)? SplitOf(int symbol) => _splits.TryGetValue(symbol, out var split) ? split : null;

    /// <summary>The UTF-8 length of a symbol that is not -1.</summary>
    public int ByteLength(int symbol) => _byteLengths[symbol];

    private IEnumerable<int> Select(IReadOnlySet<int> reserved, params PieceType[] types) =>
        Enumerable.Range(0, _pieces.Count).Where(id => types.Contains(_pieces[id].Type) && !reserved.Contains(id));

    private Dictionary<string, int> NumberSymbols(int[] mergeable)
    {
        var symbols = mergeable.ToDictionary(id => _pieces[id].Text, StringComparer.Ordinal);
        foreach (var id in mergeable)
        {
            foreach (var rune in _pieces[id].Text.EnumerateRunes())
            {
                if (SymbolOf(rune.Value) < 0)
                {
                    ref var symbol = ref CollectionsMarshal.GetValueRefOrAddDefault(symbols, rune.ToString(), out var exists);
                    if (!exists)
                    {
                        symbol = _byteLengths.Count;
                        _byteLengths.Add(rune.Utf8SequenceLength);
                    }

                    Page(rune.Value)[rune.Value & 0xFF] = symbol;
                }
            }
        }

        return symbols;
    }

    private int[] Page(int character)
    {
        ref var page = ref _characters[character >> 8];
        if (page is null)
        {
            page = new int[256];
            Array.Fill(page, -1);
        }

        return page;
    }

    private HashSet<(int Left, int Right, int Merged, int Rank)> FindNeighbours(int[] mergeable)
    {
        var neighbours = new HashSet<(int, int, int, int)>();
        foreach (var id in mergeable)
        {
            var left = -1;
            foreach (var rune in _pieces[id].Text.EnumerateRunes())
            {
                var right = SymbolOf(rune.Value);
                if (left >= 0)
                {
                    neighbours.Add((left, right, 0, 0));
                }

                left = right;
            }
        }

        return neighbours;
    }

    private List<(int Left, int Right, int Merged, int Rank)> FindMerges(int[] mergeable, Dictionary<string, int> symbols)
    {
        var scores = mergeable.Select(id => _pieces[id].Score).Distinct().OrderDescending().ToArray();
        var ranks = scores.Select((score, rank) => (score, rank)).ToDictionary(entry => entry.score, entry => entry.rank);
        var lookup = symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(int, int, int, int)>();
        foreach (var id in mergeable)
        {
            var (text, score, type) = _pieces[id];
            for (var cut = 1; cut < text.Length; cut++)
            {
                if (char.IsLowSurrogate(text[cut])
                    || !lookup.TryGetValue(text.AsSpan(0, cut), out var left)
                    || !lookup.TryGetValue(text.AsSpan(cut), out var right))
                {
                    continue;
                }

                merges.Add((left, right, id, ranks[score]));
                if (type == PieceType.Unused)
                {
                    IsSeparable &= _splits.TryAdd(id, (left, right));
                }
            }
        }

        return merges;
    }
}
