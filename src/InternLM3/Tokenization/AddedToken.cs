namespace InternLM3.Tokenization;

/// <summary>A token that <c>tokenizer_config.json</c> adds to, or marks in, the SentencePiece vocabulary.</summary>
/// <param name="Id">Its token id.</param>
/// <param name="Content">Its name.</param>
/// <param name="Special">Whether it is left out of decoded text.</param>
/// <param name="StripsLeft">Whether white space before it is removed (<c>lstrip</c>).</param>
/// <param name="StripsRight">Whether white space after it is removed (<c>rstrip</c>).</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool StripsLeft, bool StripsRight);
