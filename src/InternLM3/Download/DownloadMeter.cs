using InternLM3.Storage;

namespace InternLM3.Download;

/// <summary>Counts a download's bytes over all its files and reports them. Safe for concurrent use.</summary>
/// <param name="progress">Receives the progress; null for none.</param>
/// <param name="time">The clock.</param>
internal sealed class DownloadMeter(IProgress<DownloadProgress>? progress, TimeProvider time)
{
    private readonly RateMeter _rate = new(time);
    private readonly Lock _lock = new();
    private long _total;
    private long _done;
    private long _arrived;

    /// <summary>Adds bytes to the total.</summary>
    public void Want(long bytes)
    {
        lock (_lock)
        {
            _total += bytes;
        }
    }

    /// <summary>Counts bytes that were on the disk already.</summary>
    public void Found(string file, long bytes) => Count(file, bytes, 0);

    /// <summary>Counts bytes that arrived.</summary>
    public void Arrived(string file, long bytes) => Count(file, bytes, bytes);

    /// <summary>Takes back bytes that turned out to be wrong.</summary>
    public void Lost(string file, long bytes) => Count(file, -bytes, 0);

    // Reports within the lock, so that they arrive in the order of their numbers.
    private void Count(string file, long bytes, long arrived)
    {
        lock (_lock)
        {
            _done += bytes;
            _arrived += arrived;
            progress?.Report(new DownloadProgress(file, _done, _total, _rate.Rate(_arrived), _rate.Remaining(_arrived, _total - _done)));
        }
    }
}
