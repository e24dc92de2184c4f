using System.Security.Cryptography;
using System.Text;

namespace InternLM3.Evaluation.Data;

/// <summary>
/// Benchmark data read from the local disk: a file or a folder of JSON Lines, JSON, CSV, TSV and Parquet files. Nothing is downloaded.
/// </summary>
public sealed class DataFile
{
    private DataFile(string name, string hash, IReadOnlyList<DataRow> rows) => (Name, Hash, Rows) = (name, hash, rows);

    /// <summary>The name of the file or folder.</summary>
    public string Name { get; }

    /// <summary>SHA-256 over all files, in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The rows of all files, which are ordered by their path.</summary>
    public IReadOnlyList<DataRow> Rows { get; }

    /// <summary>Reads a file, or every file of a known format in a folder and its subfolders.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">Has the column names of CSV files without a header line; null when all have one.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="DataFormatException">The path does not exist, or a file cannot be read.</exception>
    public static async Task<DataFile> ReadAsync(string path, DataFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => ReaderOf(file) is not null)
                .Order(StringComparer.Ordinal)]
            : File.Exists(path) ? (string[])[path]
            : throw new DataFormatException(
                $"{path}: there is no such file or folder; data is read from this machine, and nothing is downloaded.");
        var rows = new List<DataRow>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            hash.AppendData(SHA256.HashData(bytes));
            var read = ReaderOf(file)
                ?? throw new DataFormatException($"{file}: the name should end in .jsonl, .json, .csv, .tsv or .parquet.");
            try
            {
                rows.AddRange(await read(bytes, Path.GetFileName(file), format).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not (DataFormatException or OperationCanceledException or OutOfMemoryException))
            {
                // Each format's library throws its own exceptions.
                throw new DataFormatException($"{file}: this is no {Path.GetExtension(file)[1..]} file that can be read: {e.Message}", e);
            }
        }

        return new DataFile(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), Convert.ToHexStringLower(hash.GetHashAndReset()), rows);
    }

    private static Func<byte[], string, DataFormat?, Task<IReadOnlyList<DataRow>>>? ReaderOf(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" or ".json" =>
                static (bytes, name, _) => Task.FromResult(JsonRows.Read(Encoding.UTF8.GetString(bytes), name)),
            ".csv" => static (bytes, name, format) => Task.FromResult(CsvRows.Read(bytes, name, ",", format)),
            ".tsv" => static (bytes, name, format) => Task.FromResult(CsvRows.Read(bytes, name, "\t", format)),
            ".parquet" => static (bytes, name, _) => ParquetRows.ReadAsync(bytes, name),
            _ => null,
        };
}
