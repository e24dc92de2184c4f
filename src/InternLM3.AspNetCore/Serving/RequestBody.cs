using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    /// <summary>Reads and parses the whole body.</summary>
    /// <exception cref="RequestException">Its type is not JSON, it is not UTF-8, a string in it is not text, or it is null.</exception>
    /// <exception cref="JsonException">It is not JSON of the expected kind.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, InternLM3OpenAIOptions options)
        where T : class
    {
        // A page of another origin cannot send this type without asking first, so that browsers cannot be made to use an open server.
        if (!context.Request.HasJsonContentType())
        {
            throw new RequestException(
                "The body must be JSON: send \"Content-Type: application/json\".", status: StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = new MemoryStream();
        await CopyAsync(context, body, options.MaxRequestBytes).ConfigureAwait(false);
        var json = body.GetBuffer().AsSpan(0, (int)body.Length);
        RequireText(json);
        return JsonSerializer.Deserialize(json, type) ?? throw new RequestException("The body is null; send an object.");
    }

    /// <summary>
    /// Counts the bytes itself: past its own limit Kestrel reads no more and resets the connection, on which the answer may be lost.
    /// </summary>
    private static async Task CopyAsync(HttpContext context, MemoryStream destination, long limit)
    {
        var server = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (server is { IsReadOnly: false } && server.MaxRequestBodySize < limit)
        {
            server.MaxRequestBodySize = limit;
        }

        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0;)
        {
            if (context.Request.ContentLength > limit || destination.Length + read > limit)
            {
                throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
            }

            destination.Write(buffer, 0, read);
        }
    }

    /// <summary>Refuses half of a surrogate pair, which JSON can spell but which is not text, so that no later code meets one.</summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new RequestException("The body must be UTF-8.");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WireJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    throw new RequestException("A string of the body holds half of a surrogate pair, which is no text.");
                }
            }
        }
    }
}
