using System.Text;

namespace InternLM3.Retrieval.Documents;

/// <summary>Reads a file's bytes by its extension: <c>.txt .md .markdown .html .htm .pdf</c>.</summary>
internal static class DocumentReader
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, Func<byte[], Document>> s_readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = bytes => PlainText.Read(Decode(bytes)),
        [".md"] = bytes => MarkdownText.Read(Decode(bytes)),
        [".markdown"] = bytes => MarkdownText.Read(Decode(bytes)),
        [".html"] = HtmlText.Read,
        [".htm"] = HtmlText.Read,
        [".pdf"] = PdfText.Read,
    };

    /// <summary>Whether a file of this name can be read.</summary>
    public static bool CanRead(string path) => s_readers.ContainsKey(Path.GetExtension(path));

    /// <summary>Reads a file as a document.</summary>
    /// <exception cref="RetrievalException">The bytes do not match the extension.</exception>
    public static Document Read(string path, byte[] bytes)
    {
        var document = s_readers[Path.GetExtension(path)](bytes);
        return document with { Title = document.Title ?? Path.GetFileNameWithoutExtension(path) };
    }

    /// <summary>
    /// Decodes by the byte order mark, or as strict UTF-8: a guess would put other characters into the index than the file has.
    /// </summary>
    private static string Decode(byte[] bytes)
    {
        try
        {
            return bytes switch
            {
                [0xFF, 0xFE, ..] =>
                    new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2)),
                [0xFE, 0xFF, ..] =>
                    new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2)),
                [0xEF, 0xBB, 0xBF, ..] => s_utf8.GetString(bytes.AsSpan(3)),
                _ => s_utf8.GetString(bytes),
            };
        }
        catch (DecoderFallbackException e)
        {
            throw new RetrievalException("is neither UTF-8 nor UTF-16 with a byte order mark; save it as UTF-8.", e);
        }
    }
}
