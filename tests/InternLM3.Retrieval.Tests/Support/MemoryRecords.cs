using System.Linq.Expressions;
using System.Numerics.Tensors;
using InternLM3.Retrieval.VectorData;
using Microsoft.Extensions.VectorData;

namespace InternLM3.Retrieval.Tests.Support;

/// <summary>A collection in memory, for what is asked of any connector.</summary>
public sealed class MemoryRecords<TKey> : VectorStoreCollection<TKey, PassageRecord<TKey>>
    where TKey : notnull
{
    public Dictionary<TKey, PassageRecord<TKey>> Records { get; } = [];

    public override string Name => "memory";

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task<PassageRecord<TKey>?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(Records.GetValueOrDefault(key));

    public override IAsyncEnumerable<PassageRecord<TKey>> GetAsync(
        Expression<Func<PassageRecord<TKey>, bool>> filter, int top, FilteredRecordRetrievalOptions<PassageRecord<TKey>>? options = null, CancellationToken cancellationToken = default) =>
        Records.Values.Where(filter.Compile()).Take(top).ToList().ToAsyncEnumerable();

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        Records.Remove(key);
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(PassageRecord<TKey> record, CancellationToken cancellationToken = default)
    {
        Records[record.Key] = record;
        return Task.CompletedTask;
    }

    public override async Task UpsertAsync(IEnumerable<PassageRecord<TKey>> records, CancellationToken cancellationToken = default)
    {
        foreach (var record in records)
        {
            await UpsertAsync(record, cancellationToken);
        }
    }

    public override IAsyncEnumerable<VectorSearchResult<PassageRecord<TKey>>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<PassageRecord<TKey>>? options = null, CancellationToken cancellationToken = default)
    {
        var query = (ReadOnlyMemory<float>)(object)searchValue!;
        return Records.Values.Select(record => new VectorSearchResult<PassageRecord<TKey>>(record, TensorPrimitives.CosineSimilarity(query.Span, record.Vector.Span)))
            .OrderByDescending(result => result.Score).Take(top).ToList().ToAsyncEnumerable();
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => null;
}
