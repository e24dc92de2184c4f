using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Storage;

/// <summary>
/// The SQLite file and its tables. With write-ahead logging any number of readers see the last complete state while one writer works, and
/// a process that is killed leaves that state behind.
/// </summary>
internal sealed class IndexDatabase : IDisposable
{
    // "IL3R": marks the file as an index, so that no other database is ever written to.
    private const int ApplicationId = 0x494C3352;
    private const int FormatVersion = 1;
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    // The search table is contentless: passages are stored once, in their own table. terms has the number of passages with each term, by
    // which a query finds its rare terms.
    private const string Schema = """
        CREATE TABLE files(
          id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL, sha256 BLOB NOT NULL,
          made_with TEXT NOT NULL, embedding TEXT);
        CREATE TABLE passages(
          id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE, start INTEGER NOT NULL,
          heading TEXT NOT NULL, page INTEGER, text TEXT NOT NULL);
        CREATE INDEX passages_file ON passages(file);
        CREATE TABLE vectors(passage INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, vector BLOB NOT NULL);
        CREATE TABLE terms(term TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE state(generation INTEGER NOT NULL, passages INTEGER NOT NULL, terms INTEGER NOT NULL);
        INSERT INTO state VALUES(0, 0, 0);
        CREATE VIRTUAL TABLE search USING fts5(heading, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
        INSERT INTO search(search, rank) VALUES('rank', 'bm25(2.0, 1.0)');
        """;

    private readonly string _path;
    private readonly string _connectionString;

    private IndexDatabase(string path)
    {
        _path = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 60,
            Pooling = true,
        }.ToString();
    }

    /// <summary>Opens an index, or creates one when there is no file.</summary>
    /// <exception cref="RetrievalException">The file is not an index, or is of a newer version.</exception>
    public static IndexDatabase Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var database = new IndexDatabase(path);
        try
        {
            using var connection = database.Connect();
            database.Prepare(connection);
            return database;
        }
        catch (SqliteException e)
        {
            throw database.Explain(e);
        }
    }

    /// <summary>Opens a pooled connection.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();

        // NORMAL: a kill loses nothing, a power cut may lose the last transactions, and neither leaves a partial one.
        connection.Execute("PRAGMA synchronous = NORMAL");
        return connection;
    }

    /// <summary>Translates an SQLite error for the user.</summary>
    public RetrievalException Explain(SqliteException error) => error.SqliteErrorCode is NotADatabase or Corrupt
        ? new RetrievalException($"{_path} is no usable index ({error.Message}); delete the file and ingest again.", error)
        : new RetrievalException($"{_path} cannot be used: {error.Message}", error);

    /// <summary>Closes the pool's connections, which releases the file.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Prepare(SqliteConnection connection)
    {
        if (connection.Scalar<long>("PRAGMA application_id") != ApplicationId
            && connection.Scalar<long>("SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new RetrievalException($"{_path} is a database of something else; give another file name.");
        }

        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = connection.Scalar<long>("PRAGMA user_version");
        if (version > FormatVersion)
        {
            throw new RetrievalException($"{_path} was written by a newer version (format {version}, this one reads {FormatVersion}); "
                + "update, or ingest into a new file.");
        }

        if (version == 0)
        {
            connection.Execute(Schema);
            connection.Execute($"PRAGMA application_id = {ApplicationId}");
            connection.Execute($"PRAGMA user_version = {FormatVersion}");
        }

        transaction.Commit();
    }
}
