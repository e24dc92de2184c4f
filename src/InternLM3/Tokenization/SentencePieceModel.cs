namespace InternLM3.Tokenization;

/// <summary>What this library uses of a <c>tokenizer.model</c> (SentencePiece <c>ModelProto</c>); checked and complete.</summary>
internal sealed record SentencePieceModel
{
    /// <summary>The character that stands for a space in pieces, U+2581.</summary>
    public const char Space = '\u2581';

    /// <summary>The pieces; the index is the token id.</summary>
    public required IReadOnlyList<Piece> Pieces { get; init; }

    /// <summary>The id of the one piece of type <see cref="PieceType.Unknown"/>.</summary>
    public required int UnknownId { get; init; }

    /// <summary>The token of every byte, or null when unknown characters become <see cref="UnknownId"/>.</summary>
    public required IReadOnlyList<int>? ByteIds { get; init; }

    /// <summary>The name of the piece that begins a text (<c>bos_piece</c>, default <c>&lt;s&gt;</c>).</summary>
    public string BosPiece { get; init; } = "<s>";

    /// <summary>The name of the piece that ends a text (<c>eos_piece</c>, default <c>&lt;/s&gt;</c>).</summary>
    public string EosPiece { get; init; } = "</s>";

    /// <summary>What the unknown token is decoded to (<c>unk_surface</c>, default U+2047 between spaces).</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    /// <summary>The compiled normalisation rules, or null when there are none.</summary>
    public CharsMap? CharsMap { get; init; }

    /// <summary>Whether a space is added in front (or behind, see <see cref="TreatWhitespaceAsSuffix"/>); default true.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Whether leading, trailing and repeated spaces are removed; default true.</summary>
    public bool RemoveExtraWhitespaces { get; init; } = true;

    /// <summary>Whether spaces become <see cref="Space"/>; default true.</summary>
    public bool EscapeWhitespaces { get; init; } = true;

    /// <summary>Whether pieces end, not begin, with a space; default false.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }
}
