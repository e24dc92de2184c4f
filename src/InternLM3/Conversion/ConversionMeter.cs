using InternLM3.Storage;

namespace InternLM3.Conversion;

/// <summary>
/// Counts a conversion's bytes, reports them, and throws when it is cancelled. Safe for concurrent use; reports come one at a time.
/// </summary>
/// <param name="progress">Receives the progress; null for none.</param>
/// <param name="cancellationToken">Stops the conversion at the next chunk.</param>
internal sealed class ConversionMeter(IProgress<ConversionProgress>? progress, CancellationToken cancellationToken)
{
    private readonly RateMeter _rate = new(TimeProvider.System);
    private readonly Lock _lock = new();
    private string _item = "";
    private long _done;

    /// <summary>The bytes of the whole conversion.</summary>
    public long Total { get; set; }

    /// <summary>Names the item of the reports from here on.</summary>
    public void Begin(string item) => _item = item;

    /// <summary>Counts bytes.</summary>
    /// <exception cref="OperationCanceledException">The conversion was cancelled.</exception>
    public void Advance(long bytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _done += bytes;
            progress?.Report(new ConversionProgress(_item, _done, Total, _rate.Rate(_done), _rate.Remaining(_done, Total - _done)));
        }
    }
}
