using System.Buffers;
using System.Text;

namespace InternLM3.Tokenization;

/// <summary>
/// Turns token ids into text one by one; what <see cref="Append"/> and <see cref="Flush"/> return, put together, is exactly what
/// <see cref="Tokenizer.Decode"/> returns for all of them. Made by <see cref="Tokenizer.CreateDecoder"/>. Not safe for concurrent use.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly TokenTable _tokens;
    private readonly byte[] _pending = new byte[4];
    private int _pendingCount;
    private bool _mayDropSpace = true;
    private bool _droppedSpace;
    private bool _hasText;

    internal StreamingDecoder(TokenTable tokens) => _tokens = tokens;

    /// <summary>Adds a token.</summary>
    /// <param name="tokenId">The token; one that contributes no text (special, control, or no token at all) adds none.</param>
    /// <returns>
    /// The text that is certain by now, possibly empty: bytes of a character are held back until it is complete, and each byte that
    /// cannot be part of one becomes U+FFFD.
    /// </returns>
    public string Append(int tokenId)
    {
        var kind = _tokens.KindOf(tokenId);
        if (kind == TokenKind.Byte)
        {
            _pending[_pendingCount++] = _tokens.BytesOf(tokenId)[0];
            return Drain(atEnd: false);
        }

        var before = _pendingCount == 0 ? "" : Drain(atEnd: true);
        if (kind == TokenKind.Added)
        {
            StartRun();
            return before + _tokens.TextOf(tokenId);
        }

        _mayDropSpace &= !_droppedSpace && !_hasText;
        var drops = kind == TokenKind.SpacePrefixed && _mayDropSpace && _tokens.DropsFirstSpace;
        _droppedSpace = drops && !_tokens.DropsEveryFirstSpace;
        var text = drops ? _tokens.TextOf(tokenId)[1..] : _tokens.TextOf(tokenId);
        _hasText |= text.Length > 0;
        return before.Length == 0 ? text : before + text;
    }

    /// <summary>Ends the text: bytes still held back become U+FFFD each. The decoder is then as new.</summary>
    public string Flush()
    {
        var rest = Drain(atEnd: true);
        StartRun();
        return rest;
    }

    private void StartRun() => (_mayDropSpace, _droppedSpace, _hasText) = (true, false, false);

    private string Drain(bool atEnd)
    {
        // At most four bytes wait, and each gives at most one character of at most two units.
        Span<char> text = stackalloc char[8];
        var length = 0;
        ReadOnlySpan<byte> rest = _pending.AsSpan(0, _pendingCount);
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var consumed);
            if (status == OperationStatus.NeedMoreData && !atEnd)
            {
                break;
            }

            // As in SentencePiece: a byte that begins no character is one U+FFFD, and the next byte is tried.
            length += rune.EncodeToUtf16(text[length..]);
            rest = rest[(status == OperationStatus.Done ? consumed : 1)..];
        }

        rest.CopyTo(_pending);
        _pendingCount = rest.Length;
        _hasText |= length > 0;
        return length == 0 ? "" : text[..length].ToString();
    }
}
