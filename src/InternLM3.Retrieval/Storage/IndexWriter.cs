using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Storage;

/// <summary>Writes files into an index inside one transaction: a file is replaced as a whole or not at all.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly TermCounts _counts = new();

    /// <summary>Begins the transaction, after waiting for that of another process.</summary>
    public IndexWriter(SqliteConnection connection)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction(deferred: false);
    }

    /// <summary>Replaces a file's passages; false when the index already has this content (another process was faster).</summary>
    /// <param name="file">The file.</param>
    /// <param name="madeWith">The settings that decide how content is cut and indexed.</param>
    /// <param name="embedding">The model that made the vectors, or null.</param>
    public bool Replace(PreparedFile file, string madeWith, string? embedding)
    {
        if (IsCurrent(file.Path, file.Sha256, madeWith))
        {
            return false;
        }

        Remove(file.Path);
        _connection.Execute(
            "INSERT INTO files(path, name, title, sha256, made_with, embedding) VALUES($1, $2, $3, $4, $5, $6)",
            file.Path, file.Name, file.Document.Title, file.Sha256, madeWith, embedding);
        var fileId = _connection.Scalar<long>("SELECT last_insert_rowid()");
        for (var i = 0; i < file.Chunks.Count; i++)
        {
            var chunk = file.Chunks[i];
            var text = file.TextOf(chunk);
            _connection.Execute(
                "INSERT INTO passages(file, start, heading, page, text) VALUES($1, $2, $3, $4, $5)",
                fileId, chunk.Start, chunk.Heading, chunk.Page, text);
            var id = _connection.Scalar<long>("SELECT last_insert_rowid()");
            string[] heading = [.. SearchTerms.Of($"{file.Document.Title} {chunk.Heading}")];
            string[] body = [.. SearchTerms.Of(text)];
            _connection.Execute(
                "INSERT INTO search(rowid, heading, body) VALUES($1, $2, $3)", id, string.Join(' ', heading), string.Join(' ', body));
            _counts.Add(heading, body);
            if (file.Vectors is { } vectors)
            {
                var bytes = MemoryMarshal.AsBytes(vectors[i].AsSpan()).ToArray();
                _connection.Execute("INSERT INTO vectors(passage, vector) VALUES($1, $2)", id, bytes);
            }
        }

        return true;
    }

    /// <summary>Removes a file with its passages; false when the index does not have it.</summary>
    public bool Remove(string path)
    {
        var id = _connection.Scalar<long>("SELECT id FROM files WHERE path = $1", path);
        if (id == 0)
        {
            return false;
        }

        using (var command = _connection.Command(
            "SELECT title, heading, text FROM passages JOIN files ON files.id = file WHERE file = $1", id))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                _counts.Subtract(SearchTerms.Of($"{reader.GetString(0)} {reader.GetString(1)}"), SearchTerms.Of(reader.GetString(2)));
            }
        }

        _connection.Execute("DELETE FROM search WHERE rowid IN (SELECT id FROM passages WHERE file = $1)", id);
        _connection.Execute("DELETE FROM files WHERE id = $1", id);
        return true;
    }

    /// <summary>Commits the changes.</summary>
    public void Commit()
    {
        _counts.Save(_connection);
        _transaction.Commit();
    }

    /// <summary>Rolls back what was not committed.</summary>
    public void Dispose() => _transaction.Dispose();

    private bool IsCurrent(string path, byte[] sha256, string madeWith) =>
        _connection.Scalar<long>(
            "SELECT count(*) FROM files WHERE path = $1 AND sha256 = $2 AND made_with = $3", path, sha256, madeWith) > 0;
}
