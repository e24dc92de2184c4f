using System.Security.Cryptography;
using InternLM3.Configuration;

namespace InternLM3.Conversion;

/// <summary>
/// The SHA-256 of a checkpoint's files, computed beside the conversion: the two read the weights at about the same time, so the disk reads
/// them about once.
/// </summary>
internal sealed class SourceHashes : IDisposable
{
    private const int ChunkLength = 1 << 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<List<ManifestFile>> _hashing;

    /// <summary>Starts to hash.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="names">Its files.</param>
    /// <param name="meter">Counts the bytes and cancels.</param>
    public SourceHashes(string folder, IReadOnlyList<string> names, ConversionMeter meter) =>
        _hashing = Task.Run(() => names.Select(name => Hash(folder, name, meter)).ToList());

    /// <summary>Waits for the hashes, in the order of the names.</summary>
    public IReadOnlyList<ManifestFile> Wait() => _hashing.GetAwaiter().GetResult();

    /// <summary>Stops the hashing if it still runs, after a conversion that failed.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Task.WhenAny(_hashing).Wait();
        _stop.Dispose();
    }

    private ManifestFile Hash(string folder, string name, ConversionMeter meter)
    {
        using var file = File.OpenHandle(Path.Combine(folder, name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkLength];
        var length = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer, length)) > 0; length += read)
        {
            _stop.Token.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            meter.Advance(read);
        }

        return new ManifestFile(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
