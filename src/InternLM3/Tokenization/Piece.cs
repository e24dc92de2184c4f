namespace InternLM3.Tokenization;

/// <summary>One entry of a SentencePiece model's vocabulary.</summary>
/// <param name="Text">The piece as the model has it, with U+2581 for a space.</param>
/// <param name="Score">Merges with the higher score come first.</param>
/// <param name="Type">What it is.</param>
internal readonly record struct Piece(string Text, float Score, PieceType Type);
