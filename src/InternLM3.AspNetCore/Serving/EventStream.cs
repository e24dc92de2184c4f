using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Writes server-sent events, <c>data: {json}</c> and an empty line, each sent at once.</summary>
internal sealed class EventStream
{
    private static readonly byte[] s_prefix = "data: "u8.ToArray();
    private static readonly byte[] s_end = "\n\n"u8.ToArray();
    private static readonly byte[] s_done = "data: [DONE]\n\n"u8.ToArray();
    private readonly HttpContext _context;

    private EventStream(HttpContext context) => _context = context;

    /// <summary>Begins the response.</summary>
    public static EventStream Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";

        // nginx collects responses unless told otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return new EventStream(context);
    }

    /// <summary>Sends an event. A client that does not read delays this answer only.</summary>
    public async Task WriteAsync<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var buffer = _context.Response.BodyWriter.GetMemory(s_prefix.Length + json.Length + s_end.Length);
        s_prefix.CopyTo(buffer);
        json.CopyTo(buffer[s_prefix.Length..]);
        s_end.CopyTo(buffer[(s_prefix.Length + json.Length)..]);
        _context.Response.BodyWriter.Advance(s_prefix.Length + json.Length + s_end.Length);
        await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends <c>[DONE]</c>, which says that the answer is whole.</summary>
    public async Task FinishAsync() =>
        await _context.Response.BodyWriter.WriteAsync(s_done, _context.RequestAborted).ConfigureAwait(false);

    /// <summary>Sends an error; <c>[DONE]</c> does not follow.</summary>
    public Task FailAsync(RequestFailure failure) => WriteAsync(new ErrorBody { Error = failure.Error }, WireJson.Wire.ErrorBody);
}
