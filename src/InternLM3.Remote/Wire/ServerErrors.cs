using System.ClientModel;
using System.Net;
using System.Text.Json;

namespace InternLM3.Remote.Wire;

/// <summary>Turns what the OpenAI client throws into this library's exceptions, with the server's own words.</summary>
internal sealed class ServerErrors(Uri endpoint, TimeSpan timeout, TimeProvider time)
{
    /// <summary>The error as this library's, or null when it is not the server's (a cancellation, a mistake of ours).</summary>
    public RemoteServerException? From(Exception error, CancellationToken cancellationToken) => error switch
    {
        RemoteServerException known => known,

        // The retry policy gathers the errors of its tries.
        AggregateException { InnerExceptions: { Count: > 0 } tries } => From(tries[^1], cancellationToken),
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        OperationCanceledException => new RemoteServerException(
            $"{endpoint} said nothing for {timeout}, or for the HTTP client's own timeout: raise Timeout, or see whether the server is "
                + "overloaded.",
            innerException: error),
        ClientResultException { Status: > 0 } refused => Refused(refused),
        ClientResultException or HttpRequestException or IOException => new RemoteServerException(
            $"{endpoint} cannot be reached, or broke off: {(error.InnerException ?? error).Message.TrimEnd('.')}. "
                + "Check the address and that the server runs.",
            innerException: error),
        JsonException
            or ArgumentOutOfRangeException { ParamName: "value" }
            or FormatException
            or InvalidOperationException { Source: "System.Text.Json" } => new RemoteServerException(
                $"{endpoint} gave an answer that cannot be read: {error.Message.ReplaceLineEndings(" ")}", innerException: error),
        _ => null,
    };

    /// <summary>An error the server put into the stream.</summary>
    public RemoteServerException InStream(string json)
    {
        var text = MessageOf(json);
        return new RemoteServerException($"{endpoint} broke off with an error: {text}", serverMessage: text);
    }

    /// <summary>A stream that ended without its finish reason.</summary>
    public RemoteServerException Unfinished() =>
        new($"{endpoint} ended the answer without a finish reason, so it is not whole; ask again.");

    private RemoteServerException Refused(ClientResultException error)
    {
        var response = error.GetRawResponse();
        var text = MessageOf(response?.Content.ToString() ?? "");
        var status = (HttpStatusCode)error.Status;
        var said = text.Length > 0 ? $": {text}" : ".";
        return status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new RemoteServerBusyException(
                $"{endpoint} has no room for this request ({error.Status}){said}", status, text, RetryAfter.Of(response, time)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new RemoteServerException(
                $"{endpoint} refused the key ({error.Status}); set ApiKey to one it knows{said}", status, text, error),
            HttpStatusCode.NotFound => new RemoteServerException(
                $"{endpoint} knows no such model or address (404); set ModelId to one it lists, and end the address in /v1{said}",
                status, text, error),
            _ => new RemoteServerException($"{endpoint} answered {error.Status}{said}", status, text, error),
        };
    }

    /// <summary>The message in an error of OpenAI's shape, LMDeploy's or FastAPI's; else the beginning of the body.</summary>
    private static string MessageOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                root = root.TryGetProperty("error", out var error) ? error : root;
                foreach (var name in (string[])["message", "detail"])
                {
                    if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value))
                    {
                        return value.ToString();
                    }
                }

                return root.ToString();
            }
        }
        catch (JsonException)
        {
            // A proxy's page or plain text.
        }

        const int Longest = 300;
        return body.Length > Longest ? $"{body[..Longest]}…" : body.Trim();
    }
}
