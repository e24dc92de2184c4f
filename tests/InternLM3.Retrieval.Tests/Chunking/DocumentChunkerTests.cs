using System.Text;
using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Documents;
using InternLM3.Tests.Support;

namespace InternLM3.Retrieval.Tests.Chunking;

public sealed class DocumentChunkerTests(TinyModel tiny)
{
    private readonly InternLM3.Tokenization.Tokenizer _tokenizer = tiny.Client.GetModelAsync().Result.Tokenizer;

    [Fact]
    public void Chunk_RandomTexts_CoverTheTextWithinTheLimitInOrder()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var text = Text(random);
            var limit = random.Next(8, 60);
            var document = i % 2 == 0 ? PlainText.Read(text) : MarkdownText.Read(text);

            var chunks = new DocumentChunker(_tokenizer, limit).Chunk(document);

            var end = 0;
            foreach (var chunk in chunks)
            {
                Assert.True(chunk.Start >= end);
                end = chunk.Start + chunk.Length;
                Assert.True(_tokenizer.Count(text.AsSpan(chunk.Start, chunk.Length)) <= limit, $"{i}: {text.Substring(chunk.Start, chunk.Length)}");
            }

            var covered = chunks.SelectMany(chunk => Enumerable.Range(chunk.Start, chunk.Length)).ToHashSet();
            var body = document.Blocks.Where(block => block.Level == 0).SelectMany(block => Enumerable.Range(block.Start, block.Length));
            Assert.All(body.Where(place => !char.IsWhiteSpace(text[place])), place => Assert.Contains(place, covered));
        }
    }

    [Fact]
    public void Chunk_Headings_BeginChunksAndAreTheirPath()
    {
        var document = MarkdownText.Read("# Guide\n\nIntro.\n\n## Bridges\n\nOne.\n\nTwo.\n\n# Other\n\n## Empty\n\n# End\n\nLast.");

        var chunks = new DocumentChunker(_tokenizer, 100).Chunk(document);

        Assert.Equal(
            [("Guide", "Intro."), ("Guide > Bridges", "One.\n\nTwo."), ("Other > Empty", "Empty"), ("End", "Last.")],
            chunks.Select(chunk => (chunk.Heading, document.Text.Substring(chunk.Start, chunk.Length))));
    }

    [Fact]
    public void Chunk_LongParagraph_IsCutBetweenSentences()
    {
        var document = PlainText.Read("Dr. J. Smith built it in 1873. It cost 3.5 coins! 它在上海。它很高！Who knows?");

        var chunks = new DocumentChunker(_tokenizer, 24).Chunk(document);

        Assert.All(chunks, chunk => Assert.Contains(document.Text[chunk.Start + chunk.Length - 1], ".!。！?"));
        Assert.True(chunks.Count > 1);
    }

    private static string Text(Random random)
    {
        string[] words = ["the", "bridge", "# ", "\n\n", "\n", "1873.", "上海。", "深度学习", "- item", "😀", new string('x', 80), "J.", "end! ", "| a |"];
        var text = new StringBuilder();
        for (var i = random.Next(1, 120); i > 0; i--)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? "" : " ");
        }

        return text.ToString();
    }
}
