using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Tests.Support;

/// <summary>What an index file holds, read with SQLite alone.</summary>
public static class IndexState
{
    /// <summary>Checks that the tables agree, and gives the passages of every file.</summary>
    public static Dictionary<string, List<(long Start, string Text)>> Of(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Assert.Equal("ok", Scalar(connection, "PRAGMA integrity_check"));
        Scalar(connection, "INSERT INTO search(search) VALUES('integrity-check')");
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM pragma_foreign_key_check"));
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM passages WHERE id NOT IN (SELECT rowid FROM search)"));
        Assert.Equal(Scalar(connection, "SELECT count(*) FROM passages"), Scalar(connection, "SELECT count(*) FROM search"));
        Assert.Equal(Scalar(connection, "SELECT count(*) FROM passages"), Scalar(connection, "SELECT passages FROM state"));

        // FTS5's own count of the passages of every term is ours.
        Scalar(connection, "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search', 'row')");
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM (SELECT term, doc FROM temp.vocabulary EXCEPT SELECT term, passages FROM terms)"));
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM (SELECT term, passages FROM terms EXCEPT SELECT term, doc FROM temp.vocabulary)"));

        var files = new Dictionary<string, List<(long, string)>>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT path, start, text FROM files LEFT JOIN passages ON file = files.id ORDER BY path, start, passages.id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!files.TryGetValue(reader.GetString(0), out var passages))
            {
                files[reader.GetString(0)] = passages = [];
            }

            if (!reader.IsDBNull(1))
            {
                passages.Add((reader.GetInt64(1), reader.GetString(2)));
            }
        }

        return files;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
