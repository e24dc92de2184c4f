using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Writes JSON answers and errors.</summary>
internal static class ResponseJson
{
    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = 200)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext context, RequestFailure failure)
    {
        context.Response.Clear();
        if (failure.RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (failure.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return WriteAsync(context, new ErrorBody { Error = failure.Error }, WireJson.Wire.ErrorBody, failure.Status);
    }
}
