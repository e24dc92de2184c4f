using System.Text.Json;
using InternLM3.AspNetCore.Wire;
using InternLM3.Constraints;
using Microsoft.AspNetCore.Http;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The answer to a request that ended in an exception.</summary>
/// <param name="Status">The HTTP status, as LMDeploy chooses it.</param>
/// <param name="Error">The error's text.</param>
/// <param name="RetryAfter">How long the client should wait, or null.</param>
/// <param name="IsOurs">Whether it is a fault of the server, to be logged.</param>
internal sealed record RequestFailure(int Status, ErrorDetail Error, TimeSpan? RetryAfter = null, bool IsOurs = false)
{
    private const string Invalid = "invalid_request_error";

    /// <summary>
    /// The failure for an exception. One that is none of the library's is reported as the server's fault, without its message.
    /// </summary>
    public static RequestFailure From(Exception exception, InternLM3OpenAIOptions options) => exception switch
    {
        RequestException e => new(e.Status, Detail(e.Message, e.Type, e.Param, e.Code), e.Status is 429 or 503 ? options.RetryAfter : null),
        ContextLengthException e => new(400, Detail(e.Message, Invalid, "messages", "context_length_exceeded")),
        EngineBusyException e => new(
            429,
            Detail("The server has as many requests waiting as it may; try again.", "rate_limit_error", null, "rate_limit_exceeded"),
            e.RetryAfter),
        UnsupportedOptionException e => new(400, Detail(e.Message, Invalid, FieldNames.Of(e.Option), null)),
        SchemaException e => new(400, Detail(e.Message, Invalid, null, null)),
        ObjectDisposedException => new(
            503, Detail("The server is shutting down; ask again later.", "server_error", null, "shutting_down"), options.RetryAfter),
        BadHttpRequestException { StatusCode: 413 } => TooLarge(options),
        BadHttpRequestException e => new(e.StatusCode, Detail("The request could not be read to its end.", Invalid, null, null)),
        JsonException e => NoJson(e),
        InternLM3Exception e => new(500, Detail(e.Message, "server_error", null, null), IsOurs: true),
        _ => new(500, Detail("The server failed; its log says more.", "server_error", null, null), IsOurs: true),
    };

    /// <summary>The failure for a body over the limit.</summary>
    public static RequestFailure TooLarge(InternLM3OpenAIOptions options) =>
        new(413, Detail(
            $"The body has more than {options.MaxRequestBytes} bytes; shorten the conversation.", Invalid, null, "request_too_large"));

    /// <summary>The failure for a body that is not JSON of the expected kind. The reader's own message would speak of .NET types.</summary>
    private static RequestFailure NoJson(JsonException e)
    {
        var place = FormattableString.Invariant($"line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine ?? 0}");
        var field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        return new(400, Detail(
            field is null
                ? $"The body is no JSON object this endpoint reads ({place})."
                : $"{field} is malformed or has the wrong type ({place}).",
            Invalid, field, null));
    }

    private static ErrorDetail Detail(string message, string type, string? param, string? code) =>
        new() { Message = message, Type = type, Param = param, Code = code };
}
