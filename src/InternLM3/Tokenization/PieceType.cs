namespace InternLM3.Tokenization;

/// <summary>What a piece of a SentencePiece model is; the values are those of <c>ModelProto.SentencePiece.Type</c>.</summary>
internal enum PieceType
{
    /// <summary>Text, made by merges.</summary>
    Normal = 1,

    /// <summary>Stands for characters the model does not know.</summary>
    Unknown = 2,

    /// <summary>No text: begin, end, roles.</summary>
    Control = 3,

    /// <summary>Text that is matched before any merge and never merged.</summary>
    UserDefined = 4,

    /// <summary>May be made by merges, but is taken apart again in the output.</summary>
    Unused = 5,

    /// <summary>One byte of a character that is no piece.</summary>
    Byte = 6,
}
