using System.ClientModel;
using System.ClientModel.Primitives;

namespace InternLM3.Remote.Wire;

/// <summary>
/// Retries what the server did not begin to answer: no connection, 429, 502, 503. Not 500 or 504, behind which the model may still be
/// generating, and not a broken stream: the policy has returned by then.
/// </summary>
internal sealed class UnansweredRetry(int maxRetries, TimeProvider time) : ClientRetryPolicy(maxRetries)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private readonly int _maxRetries = maxRetries;

    /// <inheritdoc/>
    protected override bool ShouldRetry(PipelineMessage message, Exception? exception)
    {
        // The base class leaves the counting to whoever overrides this.
        var tries = message.TryGetProperty(typeof(UnansweredRetry), out var count) && count is int counted ? counted : 0;
        message.SetProperty(typeof(UnansweredRetry), tries + 1);
        return tries < _maxRetries && (exception is not null
            ? ConnectionFailed(exception)
            : message.Response?.Status is 429 or 502 or 503 && !(RetryAfter.Of(message.Response, time) > s_longest));
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        new(ShouldRetry(message, exception));

    /// <inheritdoc/>
    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) =>
        RetryAfter.Of(message.Response, time) ?? TimeSpan.FromSeconds(0.8 * Math.Pow(2, tryCount - 1));

    /// <inheritdoc/>
    protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);

    private static bool ConnectionFailed(Exception exception) => exception is ClientResultException { InnerException: { } inner }
        ? ConnectionFailed(inner)
        : exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
}
