using InternLM3.AspNetCore.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Serving;

/// <summary>What stands before every endpoint: the check of the key, the shutdown, and the turning of exceptions into errors.</summary>
internal sealed class Gate(ApiKeys keys, Shutdown shutdown, RequestCounter counter, InternLM3OpenAIOptions options, ILogger logger)
{
    /// <summary>Puts the gate before an endpoint.</summary>
    /// <param name="endpoint">Its path, for the log and the metrics.</param>
    /// <param name="handle">Answers; its token is set when the client leaves or the server has to end the request.</param>
    public RequestDelegate Before(string endpoint, Func<HttpContext, CancellationToken, Task> handle) => async context =>
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shutdown.Ended);
        try
        {
            keys.Require(context.Request);
            shutdown.ThrowIfStopping();
            await handle(context, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; nobody is there to be answered. 499 is nginx's word for it.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (OperationCanceledException) when (shutdown.Ended.IsCancellationRequested)
        {
            await FailAsync(context, endpoint, Shutdown.Refusal()).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last place to turn an exception into an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await FailAsync(context, endpoint, e).ConfigureAwait(false);
        }

        counter.Count(endpoint, context.Response.StatusCode);
    };

    private async Task FailAsync(HttpContext context, string endpoint, Exception exception)
    {
        var failure = RequestFailure.From(exception, options);
        if (failure.IsOurs)
        {
            logger.LogError(exception, "{Endpoint} failed.", endpoint);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
        }
        else if (!context.RequestAborted.IsCancellationRequested)
        {
            await ResponseJson.WriteAsync(context, failure).ConfigureAwait(false);
        }
    }
}
