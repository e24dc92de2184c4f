using System.Globalization;

namespace InternLM3.Benchmarks.Conversion;

/// <summary>Watches this process's resident memory that is not a file's (RssAnon of Linux), ten times a second.</summary>
internal sealed class AnonymousMemory : IDisposable
{
    private readonly Timer _timer;
    private long _peak;

    public AnonymousMemory() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

    /// <summary>The most bytes seen; 0 where the system does not say.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>The bytes now; 0 where the system does not say.</summary>
    private static long Now()
    {
        const string File = "/proc/self/status", Key = "RssAnon:";
        return System.IO.File.Exists(File) && System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line
            ? 1024 * long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)
            : 0;
    }

    private void Look() => _peak = Math.Max(Peak, Now());
}
