using System.Globalization;
using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Storage;

/// <summary>Queries inside one read transaction, so that ranking and passages come from the same state.</summary>
internal sealed class IndexReader : IDisposable
{
    private const string Columns =
        "p.id, f.path, f.name, f.title, p.heading, p.text, p.start, p.page FROM passages p JOIN files f ON f.id = p.file";

    // How many passages FTS5 returns for ranking by all terms, and how many it may visit: about a third of a microsecond each.
    private const int Candidates = 100;
    private const int MostPostings = 15_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    /// <summary>Begins the transaction; disposing the reader closes the connection too.</summary>
    public IndexReader(SqliteConnection connection)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction(deferred: true);
    }

    /// <summary>The number of changes made to the index.</summary>
    public long Generation => _connection.Scalar<long>("SELECT generation FROM state");

    /// <summary>Reads the vectors made by a model.</summary>
    public VectorRanking LoadVectors(string embedding) => VectorRanking.Load(_connection, Generation, embedding);

    /// <summary>The passages that match best by BM25, best first.</summary>
    /// <remarks>
    /// FTS5 finds candidates by the query's rare terms, then all terms rank them: BM25 inside FTS5 visits every passage of every term,
    /// which took 100 ms for Chinese questions over 65,000 passages.
    /// </remarks>
    public List<Passage> FullText(string query, int count)
    {
        var counts = PassageCounts(SearchTerms.ForQuery(query));
        if (counts.Count == 0)
        {
            return [];
        }

        // Terms are letters and digits in quotes: a query cannot be an expression of FTS5 itself.
        var expression = string.Join(" OR ", Rare(counts).Select(term => $"\"{term}\""));
        using var command = _connection.Command(
            $"SELECT {Columns} JOIN (SELECT rowid AS found FROM search WHERE search MATCH $1 ORDER BY rank LIMIT $2) ON p.id = found",
            expression, Math.Max(count, Candidates));
        using var reader = command.ExecuteReader();
        var (passages, terms) = Totals();
        var ranking = new Bm25(counts, passages, Math.Max(1.0, (double)terms / passages));
        var found = new List<Passage>();
        while (reader.Read())
        {
            var passage = Map(reader);
            found.Add(passage with { Score = ranking.Score(passage) });
        }

        return [.. found.OrderByDescending(passage => passage.Score)
            .ThenBy(passage => long.Parse(passage.Id, CultureInfo.InvariantCulture))
            .Take(count)];
    }

    /// <summary>A passage by its id.</summary>
    public Passage? Passage(long id, double score)
    {
        using var command = _connection.Command($"SELECT {Columns} WHERE p.id = $1", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Map(reader) with { Score = score } : null;
    }

    /// <summary>The files whose path begins with a prefix, with the hash of their content and the settings of their indexing.</summary>
    public Dictionary<string, (byte[] Sha256, string MadeWith)> Files(string prefix)
    {
        var files = new Dictionary<string, (byte[], string)>(StringComparer.Ordinal);
        using var command = _connection.Command(
            "SELECT path, sha256, made_with FROM files WHERE substr(path, 1, $1) = $2", prefix.Length, prefix);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            files[reader.GetString(0)] = (reader.GetFieldValue<byte[]>(1), reader.GetString(2));
        }

        return files;
    }

    /// <summary>The number of files and passages.</summary>
    public (long Files, long Passages) Counts() => (_connection.Scalar<long>("SELECT count(*) FROM files"), Totals().Passages);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private static IEnumerable<string> Rare(Dictionary<string, long> counts)
    {
        var postings = 0L;
        foreach (var (term, passages) in counts.OrderBy(entry => entry.Value))
        {
            if (postings > 0 && postings + passages > MostPostings)
            {
                yield break;
            }

            postings += passages;
            yield return term;
        }
    }

    private Dictionary<string, long> PassageCounts(IReadOnlyList<string> terms)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            if (_connection.Scalar<long>("SELECT passages FROM terms WHERE term = $1", term) is > 0 and var count)
            {
                counts[term] = count;
            }
        }

        return counts;
    }

    private (long Passages, long Terms) Totals()
    {
        using var command = _connection.Command("SELECT passages, terms FROM state");
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    private static Passage Map(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0).ToString(CultureInfo.InvariantCulture),
        File = reader.GetString(1),
        Name = reader.GetString(2),
        Title = reader.GetString(3),
        Heading = reader.GetString(4),
        Text = reader.GetString(5),
        Offset = reader.GetInt32(6),
        Page = reader.IsDBNull(7) ? null : reader.GetInt32(7),
    };
}
