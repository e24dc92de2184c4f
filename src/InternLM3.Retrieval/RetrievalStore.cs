using System.Collections.Concurrent;
using System.Globalization;
using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Storage;
using InternLM3.Tokenization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace InternLM3.Retrieval;

/// <summary>
/// An index of documents (text, Markdown, HTML and PDF) in one SQLite file. Documents are cut along their structure by the model's tokens
/// and found by their words (BM25) and, with an embedding generator, by meaning too. All members are safe for concurrent use, also by
/// several processes: any number can search while one ingests.
/// </summary>
public sealed class RetrievalStore : IPassageSource, IDisposable
{
    // Files per transaction: 64 of 2 KB are ingested in about a tenth of a second, the most work a kill can lose.
    private const int Batch = 64;

    // How many passages of each ranking enter the fusion.
    private const int FusionDepth = 50;

    private readonly IndexDatabase _database;
    private readonly RetrievalOptions _options;
    private readonly DocumentChunker _chunker;
    private readonly Embedder? _embedder;
    private readonly string _madeWith;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private VectorRanking? _vectors;

    /// <summary>Opens an index, or creates one when there is no file.</summary>
    /// <param name="path">The file; SQLite keeps <c>-wal</c> and <c>-shm</c> files beside it.</param>
    /// <param name="tokenizer">The model's tokenizer, which measures passages.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="embeddings">Makes the vectors for search by meaning; null for none. It stays the caller's to dispose.</param>
    /// <exception cref="RetrievalException">The file is not an index, is damaged, or is of a newer version.</exception>
    public RetrievalStore(
        string path,
        Tokenizer tokenizer,
        RetrievalOptions? options = null,
        IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        _options = options ?? new RetrievalOptions();
        _options.Validate();
        _chunker = new DocumentChunker(tokenizer, _options.PassageTokens);
        _embedder = embeddings is null ? null : new Embedder(embeddings);
        _madeWith = $"terms {SearchTerms.Version}, {_options.PassageTokens} of {tokenizer.VocabularySize} tokens, {_embedder?.Id}";
        _database = IndexDatabase.Open(System.IO.Path.GetFullPath(path));
    }

    /// <summary>
    /// Updates the index from a folder and its subfolders: files that are new or changed (by SHA-256) are indexed, unchanged ones skipped,
    /// and missing ones removed. Hidden files and links are skipped. When killed or cancelled at any moment, the index holds the old or the
    /// new version of every file, and the next ingest continues from there.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Receives a report for every file, or null.</param>
    /// <param name="cancellationToken">Cancels the ingest between files.</param>
    /// <exception cref="RetrievalException">There is no such folder, or the index cannot be written.</exception>
    public async Task<IngestReport> IngestFolderAsync(
        string folder, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var root = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(root))
        {
            throw new RetrievalException($"There is no folder {root}.");
        }

        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var scan = new FolderScan(root, _options.MaxFileBytes);
            return await Task.Run(() => IngestAsync(scan, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw _database.Explain(e);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RetrievalException">The index cannot be read.</exception>
    public Task<IReadOnlyList<Passage>> SearchAsync(string query, int top, CancellationToken cancellationToken = default) =>
        SearchAsync(query, top, SearchMode.Auto, cancellationToken);

    /// <summary>Returns the passages that match a query best, best first.</summary>
    /// <param name="query">A question or keywords, in any language.</param>
    /// <param name="top">The most passages to return, above 0.</param>
    /// <param name="mode">What to rank by.</param>
    /// <param name="cancellationToken">Cancels the search until it starts reading the index.</param>
    /// <exception cref="UnsupportedOptionException">The mode needs an embedding generator and there is none.</exception>
    /// <exception cref="RetrievalException">The index cannot be read.</exception>
    public async Task<IReadOnlyList<Passage>> SearchAsync(
        string query, int top, SearchMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        if (_embedder is null && mode is SearchMode.Vector or SearchMode.Hybrid)
        {
            throw new UnsupportedOptionException(nameof(mode),
                $"is {mode}, which needs an embedding generator; give the store one, or search by FullText.");
        }

        mode = mode != SearchMode.Auto ? mode : _embedder is null ? SearchMode.FullText : SearchMode.Hybrid;
        var vector = mode == SearchMode.FullText
            ? null
            : (await _embedder!.EmbedAsync([query], cancellationToken).ConfigureAwait(false))[0];
        try
        {
            return await Task.Run<IReadOnlyList<Passage>>(() => Search(query, vector, mode, top), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw _database.Explain(e);
        }
    }

    /// <summary>The number of files and passages in the index.</summary>
    public (long Files, long Passages) Count()
    {
        using var reader = new IndexReader(_database.Connect());
        return reader.Counts();
    }

    /// <summary>Closes the index. Safe to call more than once.</summary>
    public void Dispose()
    {
        _database.Dispose();
        _writing.Dispose();
    }

    private List<Passage> Search(string query, float[]? vector, SearchMode mode, int top)
    {
        using var reader = new IndexReader(_database.Connect());
        if (vector is null)
        {
            return reader.FullText(query, top);
        }

        var depth = Math.Max(top, FusionDepth);
        var words = mode == SearchMode.Vector
            ? []
            : reader.FullText(query, depth).ConvertAll(passage => long.Parse(passage.Id, CultureInfo.InvariantCulture));
        var ranking = RankFusion.Fuse(words, VectorsOf(reader).Nearest(vector, depth));
        return [.. ranking.Take(top).Select(hit => reader.Passage(hit.Id, hit.Score)).OfType<Passage>()];
    }

    private VectorRanking VectorsOf(IndexReader reader)
    {
        var vectors = _vectors;
        return vectors?.Generation == reader.Generation ? vectors : _vectors = reader.LoadVectors(_embedder!.Id);
    }

    private async Task<IngestReport> IngestAsync(FolderScan scan, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        var files = scan.Files();
        Dictionary<string, (byte[] Sha256, string MadeWith)> known;
        using (var reader = new IndexReader(_database.Connect()))
        {
            known = reader.Files(scan.Prefix);
        }

        var (indexed, done) = (0, 0);
        var failed = new ConcurrentBag<FailedFile>();
        using var connection = _database.Connect();
        foreach (var batch in files.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PreparedFile[] prepared =
            [
                .. batch.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                    .Select(path => Prepare(scan, path, known, failed))
                    .OfType<PreparedFile>(),
            ];
            await EmbedAsync(prepared, cancellationToken).ConfigureAwait(false);
            indexed += Write(connection, prepared);
            foreach (var path in batch)
            {
                progress?.Report(new IngestProgress(++done, files.Length, scan.NameOf(path)));
            }
        }

        var removed = Remove(connection, known.Keys.Except(files, StringComparer.Ordinal));
        return new IngestReport(indexed, files.Length - indexed - failed.Count, removed,
            [.. failed.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    private PreparedFile? Prepare(
        FolderScan scan,
        string path,
        Dictionary<string, (byte[] Sha256, string MadeWith)> known,
        ConcurrentBag<FailedFile> failed)
    {
        try
        {
            return scan.Prepare(
                path,
                hash => known.TryGetValue(path, out var file) && file.MadeWith == _madeWith && file.Sha256.AsSpan().SequenceEqual(hash),
                _chunker);
        }
        catch (RetrievalException e)
        {
            failed.Add(new FailedFile(scan.NameOf(path), e.Message));
            return null;
        }
    }

    private async Task EmbedAsync(PreparedFile[] files, CancellationToken cancellationToken)
    {
        if (_embedder is null)
        {
            return;
        }

        var vectors = await _embedder
            .EmbedAsync([.. files.SelectMany(file => file.Chunks.Select(file.EmbeddedTextOf))], cancellationToken)
            .ConfigureAwait(false);
        var first = 0;
        foreach (var file in files)
        {
            file.Vectors = vectors[first..(first + file.Chunks.Count)];
            first += file.Chunks.Count;
        }
    }

    private int Write(SqliteConnection connection, PreparedFile[] files)
    {
        if (files.Length == 0)
        {
            return 0;
        }

        using var writer = new IndexWriter(connection);
        var written = files.Count(file => writer.Replace(file, _madeWith, _embedder?.Id));
        writer.Commit();
        return written;
    }

    private static int Remove(SqliteConnection connection, IEnumerable<string> paths)
    {
        string[] gone = [.. paths];
        if (gone.Length == 0)
        {
            return 0;
        }

        using var writer = new IndexWriter(connection);
        var removed = gone.Count(writer.Remove);
        writer.Commit();
        return removed;
    }
}
