using System.Net;

namespace InternLM3.Remote;

/// <summary>
/// The server has no room (429) or is not ready (503), and stayed so through all retries: the remote twin of
/// <see cref="EngineBusyException"/>.
/// </summary>
public sealed class RemoteServerBusyException : RemoteServerException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="statusCode">429 or 503.</param>
    /// <param name="serverMessage">What the server said, or null.</param>
    /// <param name="retryAfter">How long the server says to wait, or null when it does not say.</param>
    public RemoteServerBusyException(string message, HttpStatusCode statusCode, string? serverMessage, TimeSpan? retryAfter)
        : base(message, statusCode, serverMessage) => RetryAfter = retryAfter;

    /// <summary>How long the server says to wait, or null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
