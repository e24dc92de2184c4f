using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    /// <summary>Reads it whole.</summary>
    /// <exception cref="RequestException">It is no JSON by its type, or null.</exception>
    /// <exception cref="JsonException">It is no JSON of the expected kind.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, InternLM3OpenAIOptions options)
        where T : class
    {
        // A page of another origin cannot send this type without asking first, so that browsers cannot be made to use an open server.
        if (!context.Request.HasJsonContentType())
        {
            throw new RequestException("The body must be JSON: send \"Content-Type: application/json\".", status: StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxRequestBytes;
        }

        if (context.Request.ContentLength > options.MaxRequestBytes)
        {
            throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var json = body.GetBuffer().AsSpan(0, (int)body.Length);
        RequireText(json);
        return JsonSerializer.Deserialize(json, type) ?? throw new RequestException("The body is null; send an object.");
    }

    /// <summary>JSON can spell half of a surrogate pair, which is no text: refused here, so that nothing behind it meets one.</summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
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
