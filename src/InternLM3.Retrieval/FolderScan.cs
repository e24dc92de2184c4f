using System.Security.Cryptography;
using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Documents;
using InternLM3.Retrieval.Storage;

namespace InternLM3.Retrieval;

/// <summary>Lists the files of a folder, reads them and cuts them into chunks.</summary>
/// <param name="folder">The folder's full path.</param>
/// <param name="maxFileBytes">The largest file that is read.</param>
internal sealed class FolderScan(string folder, long maxFileBytes)
{
    // Links are not followed: a folder must not bring in files from elsewhere, and links can form cycles.
    private static readonly EnumerationOptions s_enumeration = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>The prefix of all paths in the folder, ending with a separator.</summary>
    public string Prefix { get; } = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;

    /// <summary>The full paths of the readable files, in ordinal order.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFiles(folder, "*", s_enumeration).Where(DocumentReader.CanRead).Order(StringComparer.Ordinal)];

    /// <summary>A path relative to the folder, with <c>/</c> as separator.</summary>
    public string NameOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>Reads a file and cuts it into chunks.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isKnown">Whether content with this SHA-256 is indexed already.</param>
    /// <param name="chunker">Cuts new content.</param>
    /// <returns>The file, or null when its content is known.</returns>
    /// <exception cref="RetrievalException">The file cannot be read.</exception>
    public PreparedFile? Prepare(string path, Func<byte[], bool> isKnown, DocumentChunker chunker)
    {
        byte[] bytes;
        try
        {
            var length = new FileInfo(path).Length;
            bytes = length <= maxFileBytes
                ? File.ReadAllBytes(path)
                : throw new RetrievalException(
                    $"has {length} bytes and at most {maxFileBytes} are read; raise MaxFileBytes or split the file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RetrievalException($"cannot be opened: {e.Message}", e);
        }

        var hash = SHA256.HashData(bytes);
        if (isKnown(hash))
        {
            return null;
        }

        var document = DocumentReader.Read(path, bytes);
        return new PreparedFile(path, NameOf(path), hash, document, chunker.Chunk(document));
    }
}
