using InternLM3.Retrieval.Documents;
using InternLM3.Tokenization;

namespace InternLM3.Retrieval.Chunking;

/// <summary>
/// Cuts documents into chunks of limited length: always at headings and pages, otherwise between blocks; a block that is too long is cut
/// between sentences, a sentence that is too long between characters. Chunks do not overlap; with the headings they cover the text.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxTokens">The most tokens in a chunk.</param>
internal sealed class DocumentChunker(Tokenizer tokenizer, int maxTokens)
{
    // Two line feeds between blocks.
    private const int SeparatorTokens = 2;

    /// <summary>The chunks of a document, in order.</summary>
    public List<Chunk> Chunk(Document document)
    {
        var chunks = new List<Chunk>();
        var headings = new List<DocumentBlock>();
        var pieces = new List<Piece>();
        for (var i = 0; i < document.Blocks.Count; i++)
        {
            var block = document.Blocks[i];
            if (block.Level == 0)
            {
                AddPieces(document.Text, block, pieces);
            }

            var next = i + 1 < document.Blocks.Count ? document.Blocks[i + 1] : (DocumentBlock?)null;
            if (next is null || next.Value.Level > 0 || next.Value.Page != block.Page)
            {
                Pack(document.Text, pieces, HeadingPath(document.Text, headings), block.Page, chunks);
                pieces.Clear();
            }

            if (block.Level > 0)
            {
                headings.RemoveAll(heading => heading.Level >= block.Level);
                headings.Add(block);
                if (next is null || (next.Value.Level > 0 && next.Value.Level <= block.Level))
                {
                    // A heading with nothing under it becomes a chunk of its own.
                    AddPieces(document.Text, block, pieces);
                    Pack(document.Text, pieces, HeadingPath(document.Text, headings), block.Page, chunks);
                    pieces.Clear();
                }
            }
        }

        return chunks;
    }

    private static string HeadingPath(string text, List<DocumentBlock> headings) =>
        string.Join(" > ", headings.Select(heading =>
            string.Join(' ', text.Substring(heading.Start, heading.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));

    private void AddPieces(string text, DocumentBlock block, List<Piece> pieces)
    {
        var tokens = tokenizer.Count(text.AsSpan(block.Start, block.Length));
        if (tokens <= maxTokens)
        {
            pieces.Add(new Piece(block.Start, block.End, tokens));
            return;
        }

        foreach (var (start, end) in Sentences.Of(text, block.Start, block.End))
        {
            AddSentence(text, start, end, pieces);
        }
    }

    private void AddSentence(string text, int start, int end, List<Piece> pieces)
    {
        while (start < end)
        {
            var rest = text.AsSpan(start, end - start);
            // At least one character, so that the loop ends even when one character has more tokens than a chunk may have.
            var length = Math.Max(tokenizer.TruncateToTokens(rest, maxTokens), char.IsHighSurrogate(rest[0]) && rest.Length > 1 ? 2 : 1);
            if (length < rest.Length && rest[..length].LastIndexOf(' ') is var space && space > length / 2)
            {
                length = space + 1;
            }

            pieces.Add(new Piece(start, start + length, tokenizer.Count(rest[..length])));
            start += length;
        }
    }

    /// <summary>Fills chunks with pieces, greedily.</summary>
    private void Pack(string text, List<Piece> pieces, string heading, int? page, List<Chunk> chunks)
    {
        for (var first = 0; first < pieces.Count;)
        {
            var (last, tokens) = (first, pieces[first].Tokens);
            while (last + 1 < pieces.Count && tokens + SeparatorTokens + pieces[last + 1].Tokens <= maxTokens)
            {
                tokens += SeparatorTokens + pieces[++last].Tokens;
            }

            // The text between pieces (list marks, rules) counts too.
            while (last > first && tokenizer.Count(text.AsSpan(pieces[first].Start, pieces[last].End - pieces[first].Start)) > maxTokens)
            {
                last--;
            }

            var (start, end) = Trim(text, pieces[first].Start, pieces[last].End);
            if (end > start)
            {
                chunks.Add(new Chunk(start, end - start, heading, page));
            }

            first = last + 1;
        }
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private readonly record struct Piece(int Start, int End, int Tokens);
}
