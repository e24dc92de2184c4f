using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using InternLM3.Storage;

namespace InternLM3.Download;

/// <summary>
/// Downloads one file to the disk. Several ranges are fetched at once into memory and appended in order, so that a partial file is always
/// a true beginning of the whole: it can be resumed by this library or by another tool, whatever ended the download, and is hashed while
/// it grows.
/// </summary>
/// <param name="client">The connection.</param>
/// <param name="file">The file.</param>
/// <param name="address">The file's address.</param>
/// <param name="options">The options of the download.</param>
/// <param name="meter">Counts the bytes.</param>
/// <param name="open">Opens a partial file for reading and writing, creating it if need be.</param>
internal sealed class BlobTransfer(
    HubClient client, HubFile file, Uri address, DownloadOptions options, DownloadMeter meter, Func<string, Stream> open)
{
    private const int RangeLength = 16 << 20;
    private const int ChunkLength = 1 << 17;

    private enum Attempt
    {
        Whole,

        /// <summary>Wrong, and it began with what an earlier download left.</summary>
        WrongAfterResuming,

        Wrong,
    }

    /// <summary>Completes a partial file and checks its hash.</summary>
    /// <exception cref="DownloadException">
    /// The connection failed for good, the disk is full, or the content is not what the hub names; in that case the partial file is gone.
    /// </exception>
    public async Task RunAsync(string partial, CancellationToken cancellationToken)
    {
        var attempt = await TryAsync(partial, cancellationToken).ConfigureAwait(false);
        if (attempt == Attempt.WrongAfterResuming)
        {
            // What an earlier download left may be the beginning of another file; a whole download cannot be.
            attempt = await TryAsync(partial, cancellationToken).ConfigureAwait(false);
        }

        if (attempt != Attempt.Whole)
        {
            throw new DownloadException(
                DownloadFailure.Corrupt,
                $"{file.Name} from {address.Host} does not have the hash {file.Hash} that the hub names; "
                + "it was thrown away, try again or use another endpoint.");
        }
    }

    // Deletes a file that is wrong.
    private async Task<Attempt> TryAsync(string partial, CancellationToken cancellationToken)
    {
        long here;
        bool right;
        using (var hash = file.StartHash())
        {
            var stream = Open(partial);
            await using (stream.ConfigureAwait(false))
            {
                here = await HashExistingAsync(stream, hash, cancellationToken).ConfigureAwait(false);
                meter.Found(file.Name, here);
                await FetchAsync(stream, hash, here, cancellationToken).ConfigureAwait(false);
                await WriteAsync(() => stream.FlushAsync(cancellationToken)).ConfigureAwait(false);
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            right = Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Hash;
        }

        if (right)
        {
            return Attempt.Whole;
        }

        File.Delete(partial);
        meter.Lost(file.Name, file.Length);
        return here > 0 ? Attempt.WrongAfterResuming : Attempt.Wrong;
    }

    private Stream Open(string partial)
    {
        try
        {
            return open(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    private async Task<long> HashExistingAsync(Stream stream, IncrementalHash hash, CancellationToken cancellationToken)
    {
        if (stream.Length > file.Length)
        {
            stream.SetLength(0);
        }

        var buffer = new byte[1 << 20];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return stream.Position;
    }

    private async Task FetchAsync(Stream stream, IncrementalHash hash, long position, CancellationToken cancellationToken)
    {
        var pending = new Queue<Task<(byte[] Buffer, int Length, ExceptionDispatchInfo? Error)>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            for (var next = position; position < file.Length;)
            {
                for (; pending.Count < options.Connections && next < file.Length; next += RangeLength)
                {
                    pending.Enqueue(FetchRangeAsync(next, (int)Math.Min(RangeLength, file.Length - next), stop.Token));
                }

                // What arrived before an error is kept too.
                var (buffer, length, error) = await pending.Dequeue().ConfigureAwait(false);
                await WriteAsync(() => stream.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None).AsTask())
                    .ConfigureAwait(false);
                hash.AppendData(buffer.AsSpan(0, length));
                ArrayPool<byte>.Shared.Return(buffer);
                position += length;
                error?.Throw();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pending).ConfigureAwait(false);
        }
    }

    // Never throws: returns what arrived, and the error that ended it.
    private async Task<(byte[] Buffer, int Length, ExceptionDispatchInfo? Error)> FetchRangeAsync(
        long start, int length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var received = 0;
        try
        {
            await client.RunAsync(
                address,
                HttpMethod.Get,
                () => start + received == 0 && length == file.Length ? null : new RangeHeaderValue(start + received, start + length - 1),
                ReadAsync,
                cancellationToken).ConfigureAwait(false);
            return (buffer, length, null);
        }
        catch (Exception e) when (e is DownloadException or OperationCanceledException)
        {
            return (buffer, received, ExceptionDispatchInfo.Capture(e));
        }

        async Task<bool> ReadAsync(HttpResponseMessage response, StallWatch watch)
        {
            Require(response, start + received);
            var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    await SkipAsync(body, start + received, watch).ConfigureAwait(false);
                }

                while (received < length)
                {
                    var read = await body.ReadAsync(buffer.AsMemory(received, Math.Min(ChunkLength, length - received)), watch.Token)
                        .ConfigureAwait(false);
                    if (read == 0)
                    {
                        throw new HttpIOException(
                            HttpRequestError.ResponseEnded, $"the connection ended after {start + received} of {file.Length} bytes");
                    }

                    received += read;
                    watch.Add(read);
                    meter.Arrived(file.Name, read);
                }
            }

            return true;
        }
    }

    // A server that ignores ranges sends the whole file; its beginning is skipped.
    private static async Task SkipAsync(Stream body, long bytes, StallWatch watch)
    {
        var buffer = new byte[ChunkLength];
        while (bytes > 0)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), watch.Token).ConfigureAwait(false);
            bytes -= read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection ended early");
            watch.Passed(read);
        }
    }

    private void Require(HttpResponseMessage response, long from)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new DownloadException(
                response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    ? DownloadFailure.AccessDenied
                    : DownloadFailure.Protocol,
                $"{address.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode} {response.ReasonPhrase}; "
                + "try again, and if it stays, check the token and the endpoint.");
        }

        var range = response.Content.Headers.ContentRange;
        var (begins, whole) = response.StatusCode == HttpStatusCode.PartialContent
            ? (range?.From ?? from, range?.Length ?? file.Length)
            : (from, response.Content.Headers.ContentLength ?? file.Length);
        if (begins != from || whole != file.Length)
        {
            throw new DownloadException(
                DownloadFailure.Corrupt,
                $"{file.Name} from {address.Host} has {whole} bytes from {begins} on and the hub names {file.Length} from {from} on; "
                + "try again or use another endpoint.");
        }
    }

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    private DownloadException Failed(Exception e) => new(DownloadFailure.Storage, e is IOException io && DiskSpace.IsFull(io)
        ? $"The disk is full: {file.Name} has {file.Length} bytes. Free some space and start again; what was downloaded is kept."
        : $"{file.Name} cannot be written ({e.Message}); "
            + "check the permissions of the cache directory and start again, what was downloaded is kept.", e);
}
