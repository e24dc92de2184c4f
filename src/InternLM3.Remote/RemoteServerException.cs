using System.Net;

namespace InternLM3.Remote;

/// <summary>The server refused, failed or could not be reached; the message carries the server's own words.</summary>
public class RemoteServerException : InternLM3Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="statusCode">The status of the answer, or null when there was none or it broke off.</param>
    /// <param name="serverMessage">What the server said, or null.</param>
    /// <param name="innerException">The error of the transport, or null.</param>
    public RemoteServerException(
        string message, HttpStatusCode? statusCode = null, string? serverMessage = null, Exception? innerException = null)
        : base(message, innerException) => (StatusCode, ServerMessage) = (statusCode, serverMessage);

    /// <summary>The status of the answer, or null when there was none or it broke off.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>What the server said, or null.</summary>
    public string? ServerMessage { get; }
}
