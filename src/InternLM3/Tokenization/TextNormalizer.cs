using System.Buffers;
using System.Text;

namespace InternLM3.Tokenization;

/// <summary>
/// SentencePiece's normalisation: rules, spaces, dummy prefix, in the same order with the same results. Safe for concurrent use.
/// </summary>
internal sealed class TextNormalizer
{
    private static readonly byte[] s_escapedSpace = Encoding.UTF8.GetBytes([SentencePieceModel.Space]);
    private readonly CharsMap? _charsMap;
    private readonly PrefixTrie _userSymbols;
    private readonly SearchValues<byte> _stops;
    private readonly byte[] _space;
    private readonly bool _removeExtraSpaces;
    private readonly bool _prefix;
    private readonly bool _suffix;

    /// <summary>Creates the normaliser of a model.</summary>
    /// <param name="model">The model's flags and rules.</param>
    /// <param name="userSymbols">The user-defined symbols, which no rule touches.</param>
    public TextNormalizer(SentencePieceModel model, PrefixTrie userSymbols)
    {
        _charsMap = model.CharsMap;
        _userSymbols = userSymbols;
        _space = model.EscapeWhitespaces ? s_escapedSpace : " "u8.ToArray();
        _removeExtraSpaces = model.RemoveExtraWhitespaces;
        _prefix = model.AddDummyPrefix && !model.TreatWhitespaceAsSuffix;
        _suffix = model.AddDummyPrefix && model.TreatWhitespaceAsSuffix;

        // Without rules, everything up to the next space or possible user-defined symbol is copied as it is.
        _stops = SearchValues.Create(
            [.. Enumerable.Range(0, 256).Select(b => (byte)b).Where(b => b == ' ' || userSymbols.FirstBytes.Contains(b))]);
    }

    /// <summary>Appends the normalised text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="output">Receives valid UTF-8.</param>
    public void Normalize(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        var start = output.Length;
        if (_removeExtraSpaces)
        {
            while (!text.IsEmpty && Prefix(text, out var length) is [(byte)' '])
            {
                text = text[length..];
            }
        }

        if (text.IsEmpty)
        {
            return;
        }

        if (_prefix)
        {
            output.Append(_space);
        }

        AppendAll(text, output);

        // As in SentencePiece this may take the dummy prefix away again, and it takes a literal U+2581 for a space.
        while (_removeExtraSpaces && output.Written[start..].EndsWith(_space))
        {
            output.Length -= _space.Length;
        }

        if (_suffix)
        {
            output.Append(_space);
        }
    }

    private void AppendAll(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        var afterSpace = _removeExtraSpaces;
        while (!text.IsEmpty)
        {
            if (_charsMap is null && text.IndexOfAny(_stops) is var plain and not 0)
            {
                plain = plain < 0 ? text.Length : plain;
                output.Append(text[..plain]);
                text = text[plain..];
                afterSpace = false;
                continue;
            }

            var normalized = Prefix(text, out var length);
            text = text[length..];
            if (afterSpace)
            {
                normalized = normalized.TrimStart((byte)' ');
            }

            if (!normalized.IsEmpty)
            {
                afterSpace = _removeExtraSpaces && normalized[^1] == ' ';
                AppendEscaped(normalized, output);
            }
        }
    }

    private void AppendEscaped(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        while (text.IndexOf((byte)' ') is var space and >= 0)
        {
            output.Append(text[..space]);
            output.Append(_space);
            text = text[(space + 1)..];
        }

        output.Append(text);
    }

    // What the first symbol, rule or character becomes; the text is not empty.
    private ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> text, out int length)
    {
        if (!_userSymbols.IsEmpty && (length = _userSymbols.Match(text, out _)) > 0)
        {
            return text[..length];
        }

        if (_charsMap is not null && (length = _charsMap.Match(text, out var replacement)) > 0)
        {
            return replacement;
        }

        // Only a rule that ends within a character leaves an invalid rest; SentencePiece then goes on byte by byte.
        var valid = Rune.DecodeFromUtf8(text, out _, out length) == OperationStatus.Done;
        length = valid ? length : 1;
        return valid ? text[..length] : "\uFFFD"u8;
    }
}
