using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

        return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false)
            ?? throw new RequestException("The body is null; send an object.");
    }
}
