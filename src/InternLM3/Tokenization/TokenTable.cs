using System.Text;

namespace InternLM3.Tokenization;

/// <summary>What each token id contributes to decoded text. Safe for concurrent use.</summary>
internal sealed class TokenTable
{
    private readonly TokenKind[] _kinds;
    private readonly string[] _texts;
    private readonly string?[] _names;
    private readonly byte[] _bytes;
    private readonly int[] _offsets;

    /// <summary>Builds the table of a model and its added tokens.</summary>
    public TokenTable(SentencePieceModel model, IReadOnlyDictionary<int, AddedToken> added)
    {
        Count = Math.Max(model.Pieces.Count, added.Keys.DefaultIfEmpty(-1).Max() + 1);
        DropsFirstSpace = model.AddDummyPrefix || model.RemoveExtraWhitespaces;
        DropsEveryFirstSpace = model.RemoveExtraWhitespaces;
        (_kinds, _texts, _names, _offsets) = (new TokenKind[Count], new string[Count], new string?[Count], new int[Count + 1]);
        Array.Fill(_texts, "");
        var bytes = new ByteBuffer();
        for (var id = 0; id < Count; id++)
        {
            if (added.TryGetValue(id, out var token))
            {
                (_kinds[id], _names[id], _texts[id]) = (TokenKind.Added, token.Content, token.Special ? "" : token.Content);
            }
            else if (id < model.Pieces.Count)
            {
                var (text, _, type) = model.Pieces[id];
                _names[id] = text;
                (_kinds[id], _texts[id]) = type switch
                {
                    PieceType.Control => (TokenKind.Silent, ""),
                    PieceType.Unknown => (TokenKind.Literal, model.UnknownSurface),
                    PieceType.Byte => (TokenKind.Byte, ""),
                    _ => (
                        text[0] == SentencePieceModel.Space ? TokenKind.SpacePrefixed : TokenKind.Literal,
                        text.Replace(SentencePieceModel.Space, ' ')),
                };
            }

            bytes.Append(_kinds[id] == TokenKind.Byte
                ? [SentencePieceModelReader.ByteOf(_names[id]!)!.Value]
                : Encoding.UTF8.GetBytes(_texts[id]));
            _offsets[id + 1] = bytes.Length;
        }

        _bytes = bytes.Written.ToArray();
    }

    /// <summary>The highest id plus one.</summary>
    public int Count { get; }

    /// <summary>Whether decoding drops the U+2581 a run begins with.</summary>
    public bool DropsFirstSpace { get; }

    /// <summary>Whether it drops one from every token until there is text, not only from one.</summary>
    public bool DropsEveryFirstSpace { get; }

    /// <summary>What decoding does with an id; <see cref="TokenKind.Silent"/> when no token has it.</summary>
    public TokenKind KindOf(int id) => (uint)id < (uint)Count ? _kinds[id] : TokenKind.Silent;

    /// <summary>The text of an id, U+2581 as a space; empty for bytes and for tokens without text.</summary>
    public string TextOf(int id) => (uint)id < (uint)Count ? _texts[id] : "";

    /// <summary>The bytes of an id; empty for tokens without text.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => (uint)id < (uint)Count ? _bytes.AsSpan(_offsets[id].._offsets[id + 1]) : default;

    /// <summary>The piece or name of an id, or null when no token has it.</summary>
    public string? NameOf(int id) => (uint)id < (uint)Count ? _names[id] : null;
}
