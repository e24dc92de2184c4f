using System.Security.Cryptography;
using InternLM3.Configuration;

namespace InternLM3.Conversion;

/// <summary>A file of the model folder being written: hashed while it is written, on the disk when it is finished.</summary>
internal sealed class OutputFile : IDisposable
{
    private const int ChunkLength = 1 << 20;

    private static readonly byte[] s_zeros = new byte[WeightsLayout.Alignment];

    private readonly FileStream _stream;
    private readonly ConversionMeter _meter;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _name;

    /// <summary>Creates the file.</summary>
    public OutputFile(string folder, string name, ConversionMeter meter)
    {
        _name = name;
        _meter = meter;
        _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _meter.Begin(name);
    }

    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    /// <summary>Names the tensor the next bytes belong to, for progress.</summary>
    public void Begin(string tensor) => _meter.Begin(tensor);

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(ChunkLength, bytes.Length)..])
        {
            var chunk = bytes[..Math.Min(ChunkLength, bytes.Length)];
            _stream.Write(chunk);
            _hash.AppendData(chunk);
            Position += chunk.Length;
            _meter.Advance(chunk.Length);
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

    /// <summary>Brings everything to the disk and describes the file.</summary>
    public ManifestFile Finish()
    {
        _stream.Flush(flushToDisk: true);
        return new ManifestFile(_name, Position, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }
}
