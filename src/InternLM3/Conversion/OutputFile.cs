using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using InternLM3.Configuration;

namespace InternLM3.Conversion;

/// <summary>
/// A file of the model folder being written: hashed while it is written, on the disk when it is finished. A thread of its own hashes and
/// writes, so that the next numbers are made meanwhile. Used from one thread.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private const int ChunkLength = 1 << 20;
    private const int Chunks = 8;

    // The system lets gigabytes wait in memory before it begins to write them; told to flush now and then, it writes while there is
    // something to compute.
    private const long FlushLength = 256 << 20;

    private static readonly byte[] s_zeros = new byte[WeightsLayout.Alignment];

    private readonly BlockingCollection<(byte[] Bytes, int Length)> _full = [];
    private readonly BlockingCollection<byte[]> _free = [];
    private readonly FileStream _stream;
    private readonly ConversionMeter _meter;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _name;
    private readonly Task _writing;
    private byte[] _chunk = new byte[ChunkLength];
    private int _filled;
    private int _chunks = 1;
    private bool _disposed;
    private Task _flushing = Task.CompletedTask;
    private volatile ExceptionDispatchInfo? _failure;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">The empty file, which this closes.</param>
    /// <param name="name">Its name in the manifest.</param>
    /// <param name="meter">Counts every byte.</param>
    public OutputFile(FileStream stream, string name, ConversionMeter meter)
    {
        _name = name;
        _meter = meter;
        _stream = stream;
        _writing = Task.Factory.StartNew(WriteChunks, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _meter.Begin(name);
    }

    /// <summary>Bytes appended so far.</summary>
    public long Position { get; private set; }

    /// <summary>Names the tensor the next bytes belong to, for progress.</summary>
    public void Begin(string tensor) => _meter.Begin(tensor);

    /// <summary>Appends bytes; the caller may reuse them when this returns.</summary>
    /// <exception cref="IOException">These or earlier bytes could not be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(ChunkLength - _filled, bytes.Length)];
            part.CopyTo(_chunk.AsSpan(_filled));
            bytes = bytes[part.Length..];
            _filled += part.Length;
            Position += part.Length;
            if (_filled == ChunkLength)
            {
                _full.Add((_chunk, _filled));
                _chunk = _chunks < Chunks ? new byte[ChunkLength] : _free.Take();
                (_filled, _chunks) = (0, Math.Min(Chunks, _chunks + 1));
            }

            _failure?.Throw();
            _meter.Advance(part.Length);
        }
    }

    /// <summary>Appends zeros up to a position.</summary>
    public void PadTo(long position)
    {
        while (Position < position)
        {
            Write(s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, position - Position)));
        }
    }

    /// <summary>Flushes everything to the disk and describes the file.</summary>
    /// <exception cref="IOException">Some bytes could not be written.</exception>
    public ManifestFile Finish()
    {
        _full.Add((_chunk, _filled));
        _full.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        _failure?.Throw();
        _flushing.GetAwaiter().GetResult();
        _stream.Flush(flushToDisk: true);
        return new ManifestFile(_name, Position, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <summary>Closes the file, whether it is finished or not.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _full.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        Task.WhenAny(_flushing).Wait();
        _stream.Dispose();
        _hash.Dispose();
        _full.Dispose();
        _free.Dispose();
    }

    private void WriteChunks()
    {
        var unflushed = 0L;
        foreach (var (bytes, length) in _full.GetConsumingEnumerable())
        {
            // After a failure chunks are still returned, or the writer would wait for one for ever.
            if (_failure is null)
            {
                try
                {
                    _stream.Write(bytes, 0, length);
                    _hash.AppendData(bytes, 0, length);
                    unflushed += length;
                    if (unflushed >= FlushLength && _flushing.IsCompletedSuccessfully)
                    {
                        unflushed = 0;
                        _flushing = Task.Run(() => RandomAccess.FlushToDisk(_stream.SafeFileHandle));
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    _failure = ExceptionDispatchInfo.Capture(e);
                }
            }

            _free.Add(bytes);
        }
    }
}
