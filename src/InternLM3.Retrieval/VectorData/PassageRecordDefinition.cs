using Microsoft.Extensions.VectorData;

namespace InternLM3.Retrieval.VectorData;

/// <summary>Describes <see cref="PassageRecord{TKey}"/> to the connector of a vector database.</summary>
public static class PassageRecordDefinition
{
    /// <summary>Creates the definition of the records for a connector's <c>GetCollection(name, definition)</c>.</summary>
    /// <typeparam name="TKey">The key the database uses: <see cref="string"/> or <see cref="Guid"/>.</typeparam>
    /// <param name="dimensions">The dimensions of the embedding generator's vectors.</param>
    public static VectorStoreCollectionDefinition Create<TKey>(int dimensions)
        where TKey : notnull => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(PassageRecord<TKey>.Key), typeof(TKey)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.File), typeof(string)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Hash), typeof(string)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Count), typeof(int)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Name), typeof(string)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Title), typeof(string)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Heading), typeof(string)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Text), typeof(string)) { IsFullTextIndexed = true },
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Offset), typeof(int)),
            new VectorStoreDataProperty(nameof(PassageRecord<TKey>.Page), typeof(int)),
            new VectorStoreVectorProperty(nameof(PassageRecord<TKey>.Vector), typeof(ReadOnlyMemory<float>), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            },
        ],
    };
}
