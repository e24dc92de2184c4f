using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace InternLM3.Download;

/// <summary>
/// HTTP to a hub: retries with growing waits or the server's own Retry-After, gives up connections that stall, follows redirects itself,
/// and shows the token to the hub alone.
/// </summary>
/// <remarks>
/// What breaks in a download of gigabytes is mostly the body, after the response came: retries therefore wrap the reading too, which
/// Microsoft.Extensions.Http.Resilience, a handler around sending, does not, and which is why it is not used here.
/// </remarks>
internal sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 5;
    private const long EnoughProgress = 64 << 10;
    private const long MaxJsonLength = 32 << 20;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    private readonly DownloadOptions _options;
    private readonly Uri _endpoint;
    private readonly string? _token;
    private readonly HttpClient _http;

    /// <summary>Creates a client; nothing is sent.</summary>
    public HubClient(DownloadOptions options)
    {
        _options = options;
        _endpoint = HubEnvironment.Endpoint(options);
        _token = HubEnvironment.Token(options);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.StallTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(HubClient).Assembly.GetName().Version!.ToString(fieldCount: 3);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("internlm3-dotnet", version));
    }

    /// <summary>Whether requests carry a token.</summary>
    public bool HasToken => _token is not null;

    /// <summary>Returns an address below the endpoint.</summary>
    public Uri Address(string relative) => new(_endpoint, relative);

    /// <summary>Gets JSON.</summary>
    /// <param name="address">The address.</param>
    /// <param name="fail">Makes the error of a status that is no success.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<JsonElement> GetJsonAsync(
        Uri address, Func<HttpResponseMessage, DownloadException> fail, CancellationToken cancellationToken) =>
        RunAsync(address, HttpMethod.Get, null, async (response, watch) =>
        {
            if (!response.IsSuccessStatusCode)
            {
                throw fail(response);
            }

            using var text = new MemoryStream();
            await CopyAsync(response, text, watch).ConfigureAwait(false);
            text.Position = 0;
            try
            {
                using var document = JsonDocument.Parse(text);
                return document.RootElement.Clone();
            }
            catch (JsonException e)
            {
                throw new DownloadException(
                    DownloadFailure.Protocol, $"{address} gave no JSON ({e.Message}); is it a hub? Check the endpoint.", e);
            }
        }, cancellationToken);

    /// <summary>Sends a request and reads its response; tries again after errors that may pass.</summary>
    /// <param name="address">The address.</param>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="range">The range of an attempt, which may begin later after progress; null for everything.</param>
    /// <param name="use">Reads the response; errors of the connection in it lead to another attempt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="followRedirects">Whether a redirect is followed, or is the response.</param>
    /// <exception cref="DownloadException">No attempt worked.</exception>
    public async Task<T> RunAsync<T>(
        Uri address,
        HttpMethod method,
        Func<RangeHeaderValue?>? range,
        Func<HttpResponseMessage, StallWatch, Task<T>> use,
        CancellationToken cancellationToken,
        bool followRedirects = true)
    {
        for (var failures = 1; ; failures++)
        {
            using var watch = new StallWatch(_options.StallTimeout, _options.TimeProvider, cancellationToken);
            TimeSpan? asked = null;
            Exception? error = null;
            string problem;
            try
            {
                using var response = await SendAsync(address, method, range?.Invoke(), followRedirects, watch.Token).ConfigureAwait(false);
                if (!IsPassing(response.StatusCode))
                {
                    return await use(response, watch).ConfigureAwait(false);
                }

                problem = $"it answered {(int)response.StatusCode} {response.ReasonPhrase}";
                asked = Wait(response.Headers.RetryAfter);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                (problem, error) = ($"the connection stalled for {_options.StallTimeout.TotalSeconds:0.#} seconds", e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                (problem, error) = (e.InnerException?.Message ?? e.Message, e);
            }

            failures = watch.Bytes >= EnoughProgress ? 1 : failures;
            if (failures > _options.MaxRetries || asked > s_longestWait)
            {
                var wait = asked > s_longestWait
                    ? $" and asks to wait {asked.Value.TotalSeconds:0} seconds"
                    : $", {failures} times in a row";
                throw new DownloadException(
                    DownloadFailure.Network,
                    $"{address.GetLeftPart(UriPartial.Path)} cannot be downloaded: {problem}{wait}. Try again later; what is here is kept.",
                    error);
            }

            await Task.Delay(asked ?? Backoff(failures), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes connections.</summary>
    public void Dispose() => _http.Dispose();

    private static async Task CopyAsync(HttpResponseMessage response, MemoryStream text, StallWatch watch)
    {
        var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer, watch.Token).ConfigureAwait(false)) > 0;)
            {
                watch.Add(read);
                text.Write(buffer.AsSpan(0, read));
                if (text.Length > MaxJsonLength)
                {
                    throw new DownloadException(
                        DownloadFailure.Protocol,
                        $"{response.RequestMessage?.RequestUri} gives more than {MaxJsonLength} bytes of JSON; "
                        + "is it a hub? Check the endpoint.");
                }
            }
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures - 1)) * (0.75 + (0.5 * Random.Shared.NextDouble())));

    private TimeSpan? Wait(RetryConditionHeaderValue? retryAfter) => retryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _options.TimeProvider.GetUtcNow() => date - _options.TimeProvider.GetUtcNow(),
        _ => null,
    };

    private async Task<HttpResponseMessage> SendAsync(
        Uri address, HttpMethod method, RangeHeaderValue? range, bool followRedirects, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Range = range;
            if (_token is not null && IsEndpoint(address))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            }

            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (!followRedirects
                || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            var next = new Uri(address, location);
            if (next.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Scheme != "https") || hops == MaxRedirects)
            {
                var where = hops == MaxRedirects
                    ? "without end"
                    : $"to {next.GetLeftPart(UriPartial.Authority)}, which is not encrypted";
                throw new DownloadException(
                    DownloadFailure.Protocol, $"{address.GetLeftPart(UriPartial.Path)} redirects {where}; check the endpoint.");
            }

            address = next;
        }
    }

    private bool IsEndpoint(Uri address) => Uri.Compare(
        address, _endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
