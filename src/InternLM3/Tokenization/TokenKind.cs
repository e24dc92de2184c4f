namespace InternLM3.Tokenization;

/// <summary>What decoding does with a token.</summary>
internal enum TokenKind
{
    /// <summary>No token has this id, or a control piece: no text.</summary>
    Silent,

    /// <summary>An added token: ends the run of text before it, and contributes its name unless it is special.</summary>
    Added,

    /// <summary>One byte.</summary>
    Byte,

    /// <summary>Text that stands as it is.</summary>
    Literal,

    /// <summary>Text that begins with U+2581, which is dropped where encoding added it.</summary>
    SpacePrefixed,
}
