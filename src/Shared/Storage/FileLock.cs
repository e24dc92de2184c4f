namespace InternLM3.Storage;

/// <summary>
/// A file that is locked while it is open. The system releases a lock when its process ends, however that ends, so none goes stale. The
/// file itself stays: deleting it would let two processes lock two files of one name.
/// </summary>
/// <remarks>
/// On Unix .NET locks with flock, as Python's filelock does, so the locks of Hugging Face's own tools are respected and respect these.
/// </remarks>
internal static class FileLock
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the exclusive lock.</summary>
    /// <param name="path">The file; it and its folder are created.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            await Task.Delay(s_retry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the exclusive lock, or returns null while anyone holds the lock.</summary>
    public static IDisposable? TryAcquire(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes a shared lock, or returns null while anyone holds the exclusive one.</summary>
    public static IDisposable? TryShare(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    // Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION as HRESULTs. Elsewhere .NET gives errno: EWOULDBLOCK is 11 on Linux and
    // 35 on macOS.
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : e.HResult == (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 11 : 35);
}
