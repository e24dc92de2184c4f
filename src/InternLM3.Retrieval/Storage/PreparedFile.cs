using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Documents;

namespace InternLM3.Retrieval.Storage;

/// <summary>A file read and cut, ready to be written.</summary>
internal sealed record PreparedFile(string Path, string Name, byte[] Sha256, Document Document, IReadOnlyList<Chunk> Chunks)
{
    /// <summary>A vector of length 1 for each chunk, or null.</summary>
    public float[][]? Vectors { get; set; }

    /// <summary>A chunk's text.</summary>
    public string TextOf(Chunk chunk) => Document.Text.Substring(chunk.Start, chunk.Length);

    /// <summary>The text whose embedding stands for a chunk: its headings and its text.</summary>
    public string EmbeddedTextOf(Chunk chunk) => chunk.Heading.Length > 0 ? $"{chunk.Heading}\n{TextOf(chunk)}" : TextOf(chunk);
}
