namespace InternLM3.Tests.Support;

/// <summary>A file on a disk that is full after so many bytes of it.</summary>
public sealed class QuotaStream(string path, long quota) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var room = (int)Math.Clamp(quota - Position, 0, buffer.Length);
        await base.WriteAsync(buffer[..room], cancellationToken);
        if (room < buffer.Length)
        {
            const int NoSpace = 28, WindowsDiskFull = unchecked((int)0x80070070);
            throw new IOException("No space left on device", OperatingSystem.IsWindows() ? WindowsDiskFull : NoSpace);
        }
    }
}
