using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Serving;

/// <summary>
/// Sends an answer piece by piece. A failure before the first piece still has a status; a later one is an event, and the end.
/// </summary>
internal static class StreamedAnswer
{
    /// <summary>Sends the pieces as they come.</summary>
    /// <param name="context">The request.</param>
    /// <param name="items">The pieces.</param>
    /// <param name="write">Sends a piece.</param>
    /// <param name="close">Sends what follows the last piece, before <c>[DONE]</c>.</param>
    /// <param name="options">The server's options.</param>
    /// <param name="cancellationToken">Set when the client left or the server had to end the request.</param>
    public static async Task WriteAsync<T>(
        HttpContext context,
        IAsyncEnumerable<(int Index, T Item)> items,
        Func<EventStream, int, T, Task> write,
        Func<EventStream, Task> close,
        InternLM3OpenAIOptions options,
        CancellationToken cancellationToken)
    {
        var reader = items.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            var more = await reader.MoveNextAsync().ConfigureAwait(false);
            var stream = EventStream.Begin(context);
            try
            {
                while (more)
                {
                    await write(stream, reader.Current.Index, reader.Current.Item).ConfigureAwait(false);
                    more = await reader.MoveNextAsync().ConfigureAwait(false);
                }

                await close(stream).ConfigureAwait(false);
                await stream.FinishAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
                when (cancellationToken.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                await stream.FailAsync(RequestFailure.From(Shutdown.Refusal(), options)).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is InternLM3Exception or ObjectDisposedException && !context.RequestAborted.IsCancellationRequested)
            {
                var failure = RequestFailure.From(e, options);
                if (failure.IsOurs)
                {
                    context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("InternLM3.AspNetCore")
                        .LogError(e, "{Endpoint} failed in the middle of an answer.", context.Request.Path);
                }

                await stream.FailAsync(failure).ConfigureAwait(false);
            }
        }
    }
}
