using Microsoft.Extensions.Hosting;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The end of the application: new requests are refused at once, running ones have some time to end.</summary>
internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _ended;

    /// <param name="lifetime">The application's lifetime, or null when no host runs it.</param>
    /// <param name="grace">How long running requests may go on.</param>
    /// <param name="time">The clock.</param>
    public Shutdown(IHostApplicationLifetime? lifetime, TimeSpan grace, TimeProvider time)
    {
        _ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        lifetime?.ApplicationStopping.Register(() =>
        {
            IsStopping = true;
            _ended.CancelAfter(grace);
        });
        lifetime?.ApplicationStopped.Register(Dispose);
    }

    /// <summary>Whether the application is stopping.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Set when running requests have had their time.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Refuses a request while the application stops.</summary>
    /// <exception cref="RequestException">The application is stopping.</exception>
    public void ThrowIfStopping()
    {
        if (IsStopping)
        {
            throw Refusal();
        }
    }

    /// <summary>The error of a request that is refused or cut short.</summary>
    public static RequestException Refusal() =>
        new("The server is shutting down; ask again later.", code: "shutting_down", status: 503, type: "server_error");

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();
}
