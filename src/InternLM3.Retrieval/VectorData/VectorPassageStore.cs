using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Storage;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace InternLM3.Retrieval.VectorData;

/// <summary>
/// Passages in any collection of <c>Microsoft.Extensions.VectorData</c> (Postgres, Qdrant, Azure AI Search, …): the same documents, cuts
/// and citations as <see cref="RetrievalStore"/>, so that an agent does not change when its store grows. The database searches: hybrid
/// when the collection supports it, otherwise by vectors. Safe for concurrent searches; one ingest at a time.
/// </summary>
/// <typeparam name="TKey">The key the database uses: <see cref="string"/> or <see cref="Guid"/>.</typeparam>
public sealed class VectorPassageStore<TKey> : IPassageSource
    where TKey : notnull
{
    // More passages than any file within the limits can have.
    private const int AllOfAFile = 1_000_000;

    private readonly VectorStoreCollection<TKey, PassageRecord<TKey>> _collection;
    private readonly Embedder _embedder;
    private readonly DocumentChunker _chunker;
    private readonly RetrievalOptions _options;
    private readonly string _madeWith;

    /// <summary>Creates a store over a collection, which stays the caller's to dispose.</summary>
    /// <param name="collection">The collection, described by <see cref="PassageRecordDefinition"/>.</param>
    /// <param name="tokenizer">The model's tokenizer, which measures passages.</param>
    /// <param name="embeddings">Makes the vectors.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="UnsupportedOptionException">The key is neither a string nor a GUID.</exception>
    public VectorPassageStore(
        VectorStoreCollection<TKey, PassageRecord<TKey>> collection,
        Tokenizer tokenizer,
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(embeddings);
        if (typeof(TKey) != typeof(string) && typeof(TKey) != typeof(Guid))
        {
            throw new UnsupportedOptionException(nameof(TKey),
                $"is {typeof(TKey).Name}; use a collection with keys of type string or Guid.");
        }

        _options = options ?? new RetrievalOptions();
        _options.Validate();
        (_collection, _embedder, _chunker) = (collection, new Embedder(embeddings), new DocumentChunker(tokenizer, _options.PassageTokens));
        _madeWith = $"{_options.PassageTokens} of {tokenizer.VocabularySize} tokens, {_embedder.Id}";
    }

    /// <summary>
    /// Ingests the files of a folder and skips unchanged ones. A database has no transaction over records: a file whose writing was
    /// interrupted is recognised by its count and written again by the next ingest.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Receives a report for every file, or null.</param>
    /// <param name="cancellationToken">Cancels the ingest.</param>
    /// <returns>
    /// The result; missing files stay until <see cref="RemoveAsync"/>, because a collection cannot list its files.
    /// </returns>
    /// <exception cref="RetrievalException">There is no such folder.</exception>
    public async Task<IngestReport> IngestFolderAsync(
        string folder, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var root = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(root))
        {
            throw new RetrievalException($"There is no folder {root}.");
        }

        await _collection.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
        var scan = new FolderScan(root, _options.MaxFileBytes);
        var (indexed, done) = (0, 0);
        var failed = new List<FailedFile>();
        var files = scan.Files();
        foreach (var path in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var old = await RecordsOfAsync(path, cancellationToken).ConfigureAwait(false);
                bool IsKnown(byte[] hash) =>
                    old.Count > 0 && old.All(record => record.Hash == HashOf(hash) && record.Count == old.Count);
                if (scan.Prepare(path, IsKnown, _chunker) is { } file)
                {
                    await ReplaceAsync(file, old, cancellationToken).ConfigureAwait(false);
                    indexed++;
                }
            }
            catch (RetrievalException e)
            {
                failed.Add(new FailedFile(scan.NameOf(path), e.Message));
            }

            progress?.Report(new IngestProgress(++done, files.Length, scan.NameOf(path)));
        }

        return new IngestReport(indexed, files.Length - indexed - failed.Count, Removed: 0, failed);
    }

    /// <summary>Removes a file's passages.</summary>
    /// <param name="file">The file's path; the file itself may be gone.</param>
    /// <param name="cancellationToken">Cancels the removal.</param>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> RemoveAsync(string file, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        var records = await RecordsOfAsync(System.IO.Path.GetFullPath(file), cancellationToken).ConfigureAwait(false);
        await _collection.DeleteAsync(records.Select(record => record.Key), cancellationToken).ConfigureAwait(false);
        return records.Count > 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> SearchAsync(string query, int top, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        ReadOnlyMemory<float> vector = (await _embedder.EmbedAsync([query], cancellationToken).ConfigureAwait(false))[0];
        var keywords = SearchTerms.Words(query).Where(word => !SearchTerms.IsStopWord(word)).Distinct(StringComparer.Ordinal).ToList();
        var searchable = _collection as IKeywordHybridSearchable<PassageRecord<TKey>>
            ?? _collection.GetService(typeof(IKeywordHybridSearchable<PassageRecord<TKey>>))
                as IKeywordHybridSearchable<PassageRecord<TKey>>;
        var results = keywords.Count > 0 && searchable is not null
            ? searchable.HybridSearchAsync(vector, keywords, top, cancellationToken: cancellationToken)
            : _collection.SearchAsync(vector, top, cancellationToken: cancellationToken);
        var passages = new List<Passage>();
        await foreach (var result in results.ConfigureAwait(false))
        {
            passages.Add(ToPassage(result.Record, result.Score ?? 0));
        }

        return passages;
    }

    private async Task ReplaceAsync(PreparedFile file, List<PassageRecord<TKey>> old, CancellationToken cancellationToken)
    {
        var vectors = await _embedder.EmbedAsync([.. file.Chunks.Select(file.EmbeddedTextOf)], cancellationToken).ConfigureAwait(false);
        var records = file.Chunks.Select((chunk, i) => new PassageRecord<TKey>
        {
            Key = KeyOf(file.Path, i),
            File = file.Path,
            Hash = HashOf(file.Sha256),
            Count = file.Chunks.Count,
            Name = file.Name,
            Title = file.Document.Title ?? "",
            Heading = chunk.Heading,
            Text = file.TextOf(chunk),
            Offset = chunk.Start,
            Page = chunk.Page ?? 0,
            Vector = vectors[i],
        }).ToList();
        await _collection.DeleteAsync(old.Select(record => record.Key).Except(records.Select(record => record.Key)), cancellationToken)
            .ConfigureAwait(false);
        await _collection.UpsertAsync(records, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<PassageRecord<TKey>>> RecordsOfAsync(string path, CancellationToken cancellationToken)
    {
        var records = new List<PassageRecord<TKey>>();
        await foreach (var record in _collection
            .GetAsync(record => record.File == path, AllOfAFile, cancellationToken: cancellationToken)
            .ConfigureAwait(false))
        {
            records.Add(record);
        }

        return records;
    }

    private static Passage ToPassage(PassageRecord<TKey> record, double score) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{record.Key}"),
        File = record.File,
        Name = record.Name,
        Title = record.Title,
        Heading = record.Heading,
        Text = record.Text,
        Offset = record.Offset,
        Page = record.Page > 0 ? record.Page : null,
        Score = score,
    };

    private static TKey KeyOf(string path, int ordinal)
    {
        var place = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\n{ordinal}"));
        var key = new Guid(SHA256.HashData(place).AsSpan(0, 16));
        return typeof(TKey) == typeof(Guid) ? (TKey)(object)key : (TKey)(object)key.ToString("N");
    }

    private string HashOf(byte[] sha256) => Convert.ToHexString(SHA256.HashData([.. sha256, .. Encoding.UTF8.GetBytes(_madeWith)]));
}
