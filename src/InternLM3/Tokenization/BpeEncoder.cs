using System.Text;

namespace InternLM3.Tokenization;

/// <summary>SentencePiece BPE: normalised text to token ids, identical to <c>spm_encode</c>. Safe for concurrent use.</summary>
internal sealed class BpeEncoder
{
    private readonly BpeVocabulary _vocabulary;
    private readonly IReadOnlyList<int>? _byteIds;
    private readonly int _unknownId;

    /// <summary>Creates the encoder of a model.</summary>
    public BpeEncoder(SentencePieceModel model, BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _byteIds = model.ByteIds;
        _unknownId = model.UnknownId;
    }

    /// <summary>Appends the ids of a normalised text.</summary>
    /// <param name="text">Valid UTF-8, normalised.</param>
    /// <param name="symbols">An empty list to work in; left empty.</param>
    /// <param name="ids">Receives the ids.</param>
    public void Encode(ReadOnlySpan<byte> text, MergeList symbols, List<int> ids)
    {
        var run = new Run(this, text, symbols, ids);
        run.Encode();
    }

    private ref struct Run(BpeEncoder encoder, ReadOnlySpan<byte> text, MergeList symbols, List<int> ids)
    {
        private readonly BpeVocabulary _vocabulary = encoder._vocabulary;
        private readonly ReadOnlySpan<byte> _text = text;
        private bool _afterUnknown;

        public void Encode()
        {
            var userSymbols = _vocabulary.UserSymbols;
            var separable = _vocabulary.IsSeparable;
            symbols.Splits = separable ? null : [];
            var left = -1;
            for (var at = 0; at < _text.Length;)
            {
                if (!userSymbols.IsEmpty && userSymbols.Match(_text[at..], out var id) is > 0 and var matched)
                {
                    Add(id, at, boundary: separable);
                    (left, at) = (-1, at + matched);
                    continue;
                }

                var character = (int)_text[at];
                var length = 1;
                if (character >= 0x80)
                {
                    Rune.DecodeFromUtf8(_text[at..], out var rune, out length);
                    character = rune.Value;
                }

                var symbol = _vocabulary.SymbolOf(character);
                Add(symbol, at, boundary: separable && !_vocabulary.AreNeighbours(left, symbol));
                (left, at) = (symbol, at + length);
            }

            Flush(_text.Length);
        }

        private void Add(int symbol, int start, bool boundary)
        {
            if (boundary && symbols.Count > 0)
            {
                Flush(start);
            }

            symbols.Add(symbol, start);
        }

        // Merges and writes what was gathered; no piece reaches over its ends.
        private void Flush(int end)
        {
            if (symbols.Count > 1)
            {
                symbols.Merge(_vocabulary);
            }

            for (var i = 0; i < symbols.Count;)
            {
                var (symbol, start, next) = symbols[i];
                Write(symbol, start, (next < symbols.Count ? symbols.StartOf(next) : end) - start);
                i = next;
            }

            symbols.Clear();
        }

        private void Write(int symbol, int start, int length)
        {
            if (_vocabulary.IsUnused(symbol) && Split(symbol) is var (left, right))
            {
                var leftLength = _vocabulary.ByteLength(left);
                Write(left, start, leftLength);
                Write(right, start + leftLength, length - leftLength);
            }
            else if (_vocabulary.IsPiece(symbol))
            {
                ids.Add(symbol);
                _afterUnknown = false;
            }
            else
            {
                WriteUnknown(_text.Slice(start, length));
            }
        }

        private readonly (int Left, int Right)? Split(int symbol) =>
            symbols.Splits is not { } splits ? _vocabulary.SplitOf(symbol)
            : splits.TryGetValue(symbol, out var split) ? split : null;

        // Characters no piece has: their bytes, or one unknown token for a whole run of them.
        private void WriteUnknown(ReadOnlySpan<byte> character)
        {
            if (encoder._byteIds is { } byteIds)
            {
                foreach (var b in character)
                {
                    ids.Add(byteIds[b]);
                }
            }
            else if (!_afterUnknown)
            {
                ids.Add(encoder._unknownId);
            }

            _afterUnknown = true;
        }
    }
}
