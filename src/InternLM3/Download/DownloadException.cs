namespace InternLM3.Download;

/// <summary>A repository could not be downloaded. What was downloaded and verified before stays and is not downloaded again.</summary>
public sealed class DownloadException : InternLM3Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="failure">Why the download failed.</param>
    /// <param name="message">One sentence that says what to do.</param>
    /// <param name="innerException">The error that caused it, if any.</param>
    public DownloadException(DownloadFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why the download failed.</summary>
    public DownloadFailure Failure { get; }
}
