using System.Text;
using System.Text.Json;
using InternLM3.Storage;

namespace InternLM3.Evaluation.Running;

/// <summary>
/// The results of a run, one JSON object per line, only ever appended. A process may be killed at any point: an incomplete last line, one
/// without a line feed, is cut off when the log is opened again. One writer at a time.
/// </summary>
internal sealed class ResultLog : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly IDisposable _held;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private ResultLog(FileStream file, IDisposable held, List<ItemResult> results) => (_file, _held, Results) = (file, held, results);

    /// <summary>The results in the log when it was opened.</summary>
    public IReadOnlyList<ItemResult> Results { get; }

    /// <summary>Opens or creates a log for appending.</summary>
    /// <exception cref="EvaluationException">Another run writes to the log, or the file is not a log.</exception>
    public static ResultLog Open(string path)
    {
        // A lock file beside the log: on Unix, .NET does not lock a file that is opened with shared reading.
        var held = FileLock.TryAcquire(path + ".lock")
            ?? throw new EvaluationException($"{path}: another run writes here; wait for its end, or choose another folder.");
        FileStream? file = null;
        try
        {
            // Unbuffered: each line reaches the system in one write, so it survives a kill of this process.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            var results = Parse(bytes.AsSpan(0, end), path);
            file.SetLength(end);
            file.Seek(0, SeekOrigin.End);
            return new ResultLog(file, held, results);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads a log without changing it; an incomplete last line is skipped.</summary>
    /// <exception cref="EvaluationException">The file is not a log.</exception>
    public static List<ItemResult> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Parse(bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1), path);
    }

    /// <summary>Appends a result. Safe for concurrent use.</summary>
    public async Task AppendAsync(ItemResult result)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(result, LogJson.Readable.ItemResult);
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await _file.WriteAsync((byte[])[.. line, (byte)'\n']).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        _held.Dispose();
        _turn.Dispose();
    }

    private static List<ItemResult> Parse(ReadOnlySpan<byte> lines, string path)
    {
        var results = new List<ItemResult>();
        var number = 0;
        foreach (var range in lines.Split((byte)'\n'))
        {
            number++;
            if (lines[range].IsEmpty)
            {
                continue;
            }

            try
            {
                results.Add(JsonSerializer.Deserialize(lines[range], LogJson.Default.ItemResult)!);
            }
            catch (JsonException e)
            {
                var start = Encoding.UTF8.GetString(lines[range][..Math.Min(40, lines[range].Length)]);
                throw new EvaluationException(
                    $"{path}, line {number}: this is no result ({start}...); choose another folder, or delete the line.", e);
            }
        }

        return results;
    }
}
