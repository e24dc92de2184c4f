using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace InternLM3.Retrieval.Documents;

/// <summary>Reads PDF with PdfPig, in the order of its content; pages that are pictures have no text.</summary>
internal static class PdfText
{
    /// <summary>Reads a PDF; blocks have their page number.</summary>
    public static Document Read(byte[] bytes)
    {
        try
        {
            using var pdf = PdfDocument.Open(bytes);
            var text = new StringBuilder();
            var blocks = new List<DocumentBlock>();
            foreach (var page in pdf.GetPages())
            {
                var start = text.Length;
                text.Append(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true)).Append("\n\n");
                blocks.AddRange(PlainText.Blocks(text.ToString(start, text.Length - start), 0, text.Length - start, page.Number)
                    .Select(block => block with { Start = block.Start + start }));
            }

            return blocks.Count > 0
                ? new Document(
                    text.ToString(), string.IsNullOrWhiteSpace(pdf.Information.Title) ? null : pdf.Information.Title.Trim(), blocks)
                : throw new RetrievalException("has no text (scanned pages need OCR first).");
        }
        catch (Exception e) when (e is not (RetrievalException or OutOfMemoryException))
        {
            // PdfPig throws many kinds of exceptions for damaged and encrypted files.
            throw new RetrievalException($"cannot be read as PDF: {e.Message}", e);
        }
    }
}
