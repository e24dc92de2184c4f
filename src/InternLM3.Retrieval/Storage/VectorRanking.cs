using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Storage;

/// <summary>
/// An index's vectors in memory, compared one by one (exact, not by an approximate index): 4 bytes per dimension and passage. Kept until
/// the index changes.
/// </summary>
internal sealed class VectorRanking
{
    private readonly long[] _ids;
    private readonly float[] _values;
    private readonly int _dimensions;

    private VectorRanking(long generation, long[] ids, float[] values, int dimensions) =>
        (Generation, _ids, _values, _dimensions) = (generation, ids, values, dimensions);

    /// <summary>The generation of the index the vectors were read from.</summary>
    public long Generation { get; }

    /// <summary>Reads the vectors made by a model.</summary>
    public static VectorRanking Load(SqliteConnection connection, long generation, string embedding)
    {
        var ids = new List<long>();
        var values = new List<float>();
        var dimensions = 0;
        using var command = connection.Command(
            "SELECT passage, vector FROM vectors JOIN passages ON passages.id = passage JOIN files ON files.id = file "
            + "WHERE embedding = $1",
            embedding);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var vector = MemoryMarshal.Cast<byte, float>(reader.GetFieldValue<byte[]>(1));
            dimensions = dimensions == 0 ? vector.Length : dimensions;
            if (vector.Length == dimensions)
            {
                ids.Add(reader.GetInt64(0));
                values.AddRange(vector);
            }
        }

        return new VectorRanking(generation, [.. ids], [.. values], dimensions);
    }

    /// <summary>The passages nearest to a vector by cosine, best first.</summary>
    /// <param name="query">The vector, of length 1.</param>
    /// <param name="count">The most passages to return.</param>
    /// <exception cref="RetrievalException">The vector and the index differ in their number of dimensions.</exception>
    public List<long> Nearest(ReadOnlySpan<float> query, int count)
    {
        if (_ids.Length > 0 && query.Length != _dimensions)
        {
            throw new RetrievalException($"The embedding generator gives vectors of {query.Length} dimensions "
                + $"and the index has {_dimensions}; ingest into a new file.");
        }

        var nearest = new PriorityQueue<long, float>();
        for (var i = 0; i < _ids.Length; i++)
        {
            var score = TensorPrimitives.Dot(query, _values.AsSpan(i * _dimensions, _dimensions));
            if (nearest.Count < count)
            {
                nearest.Enqueue(_ids[i], score);
            }
            else
            {
                nearest.EnqueueDequeue(_ids[i], score);
            }
        }

        var ranking = new List<long>();
        while (nearest.TryDequeue(out var id, out _))
        {
            ranking.Add(id);
        }

        ranking.Reverse();
        return ranking;
    }
}
